"""Reports that are sent again and again, and what waits of them, as a store keeps them."""

from chargeboard.alerts.channel import REPORTS, Letter, StoredChannel
from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import FileForm, ReportOrder, letters_of

WEEKLY = ReportOrder(
    name="a", every=Every.WEEK, site="Ü/x", forms=(FileForm.PDF,), channels=("disk",), to=("o@example.org",)
)


def letter(order, period, channel="disk"):
    return Letter(id=f"{letters_of(order)}{period}", channel=f"{REPORTS}{channel}", body=b"{}", kept_at=5)


def test_orders_are_kept_by_name(store):
    assert store.report_orders() == []
    other = ReportOrder(name="b", every=Every.MONTH)
    for order in (other, WEEKLY):
        store.save_report_order(order)
    assert store.report_orders() == [WEEKLY, other]
    store.save_report_order(ReportOrder(name="b", every=Every.WEEK, is_off=True))
    assert store.report_orders()[1].is_off
    assert store.drop_report_order("b")
    assert not store.drop_report_order("b")
    assert store.report_orders() == [WEEKLY]


def test_an_order_takes_what_waits_of_it_along_and_nothing_else(store):
    names = ("a", "a-2026", "A", "a_b")
    for name in names:
        store.save_report_order(ReportOrder(name=name, every=Every.MONTH))
    store.keep_letters([letter(name, "2026-01") for name in names])
    sent = letter("a", "2025-12")
    store.keep_letters([sent])
    store.letter_sent(sent, 7)
    store.drop_report_order("a")
    left = {one.id for one in store.letters(f"{REPORTS}disk", 9, 9)}
    assert left == {f"report~{name}~2026-01" for name in names[1:]}
    assert store.delivered([sent.id])[0].sent_at == 7


def test_a_channel_takes_reports_that_wait_for_it_along(store):
    for name in ("disk", "mail"):
        store.save_alert_channel(StoredChannel(name=name, kind="folder", only_reports=True))
    store.keep_letters([letter("a", "2026-01"), letter("a", "2026-01", "mail")])
    store.drop_alert_channel("disk")
    assert store.letters(f"{REPORTS}disk", 9, 9) == []
    assert len(store.letters(f"{REPORTS}mail", 9, 9)) == 1
    assert store.alert_channels()[0].only_reports


def test_up_to_when_an_order_was_looked_at_is_kept(store):
    assert store.reports_planned() == {}
    for name, until in (("a", 5), ("b", 6), ("a", 7)):
        store.save_reports_planned(name, until)
    assert store.reports_planned() == {"a": 7, "b": 6}
    store.forget_reports_planned(["b", "c"])
    assert store.reports_planned() == {"b": 6}
