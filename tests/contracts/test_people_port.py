from chargeboard.domain.people import Account, Invitation, LogIn, Role


def log_in(digest, account="", at=1, until=100):
    return LogIn(
        digest=digest,
        account=account,
        at=at,
        seen_at=at,
        until=until,
        address="192.0.2.1",
        browser="b",
        proof="p",
    )


def test_accounts_are_kept_by_name_and_go_with_all_that_is_theirs(store):
    assert not store.has_accounts()
    ada = Account(name="Ada", role=Role.ADMIN, password="hash", created_at=5)
    store.save_account(Account(name="Bob", sites=("Hafen",)))
    store.save_account(ada)
    store.save_log_in(log_in("d", "Ada"))
    store.save_invitation(Invitation(digest="i", account="Ada", until=9))
    assert store.has_accounts()
    assert [one.name for one in store.accounts()] == ["Ada", "Bob"]
    assert store.account("Ada") == ada
    assert store.drop_account("Ada")
    assert not store.drop_account("Ada")
    assert (store.account("Ada"), store.log_in("d"), store.invitation("i")) == (None, None, None)


def test_a_log_in_counts_until_it_is_ended_and_is_forgotten_when_its_time_is_over(store):
    for digest, account, until in (("a", "Ada", 100), ("b", "Ada", 50), ("c", "", 100)):
        store.save_log_in(log_in(digest, account, until=until))
    store.seen_log_in("c", 7)
    assert [(one.digest, one.seen_at) for one in store.log_ins()] == [("c", 7), ("a", 1), ("b", 1)]
    store.tidy_people(50)
    assert store.log_in("b") is None
    assert store.drop_log_in("a")
    assert not store.drop_log_in("a")
    store.save_log_in(log_in("d", "Ada"))
    store.drop_log_ins_of("Ada")
    assert [one.digest for one in store.log_ins()] == ["c"]


def test_a_log_in_is_looked_up_with_whose_it_is(store):
    ada = Account(name="Ada")
    store.save_account(ada)
    for digest, account in (("a", "Ada"), ("b", ""), ("c", "gone")):
        store.save_log_in(log_in(digest, account))
    held = {digest: store.held_log_in(digest) for digest in "abcd"}
    assert {digest: found and found[1] for digest, found in held.items()} == {
        "a": ada,
        "b": None,
        "c": None,
        "d": None,
    }
    assert held["a"][0] == log_in("a", "Ada")


def test_who_another_service_knows_is_an_account_of_ours_and_goes_with_it(store):
    for name in ("Ada", "Bob"):
        store.save_account(Account(name=name))
    store.save_identity("https://a.example", "1", "Ada")
    store.save_identity("https://b.example", "1", "Bob")
    store.save_identity("https://b.example", "2", "Ada")
    assert store.identified("https://b.example", "1") == "Bob"
    assert store.identified("https://a.example", "2") is None
    assert store.identities_of("Ada") == [("https://a.example", "1"), ("https://b.example", "2")]
    store.save_log_in(log_in("d", "Ada"))
    seen = store.people_changes()
    store.drop_identities_of("Ada")
    assert (store.identities_of("Ada"), store.log_in("d")) == ([], None)
    assert store.people_changes() > seen
    store.drop_account("Bob")
    assert store.identified("https://b.example", "1") is None


def test_an_account_has_one_invitation_the_newest(store):
    store.save_invitation(Invitation(digest="old", account="Ada", until=9))
    store.save_invitation(Invitation(digest="new", account="Ada", until=9))
    assert store.invitation("old") is None
    assert store.invitation("new").account == "Ada"
    store.tidy_people(9)
    assert store.invitation("new") is None


def test_what_counts_once_counts_for_the_first_that_asks_until_its_time_is_over(store):
    assert [store.use_once("code", 9), store.use_once("code", 9), store.use_once("other", 9)] == [
        True,
        False,
        True,
    ]
    store.tidy_people(8)
    assert not store.use_once("code", 9)
    store.tidy_people(9)
    assert store.use_once("code", 20)


def test_what_changes_rights_is_counted_and_being_seen_is_not(store):
    seen = [store.people_changes()]
    store.save_account(Account(name="Ada"))
    seen.append(store.people_changes())
    store.save_log_in(log_in("d", "Ada"))
    store.seen_log_in("d", 9)
    assert store.people_changes() == seen[-1]
    store.drop_log_in("d")
    seen.append(store.people_changes())
    store.drop_log_ins_of("Ada")
    seen.append(store.people_changes())
    store.drop_account("Ada")
    seen.append(store.people_changes())
    assert seen == sorted(set(seen))
