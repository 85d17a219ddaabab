"""A page that is saved with its messages has cards as hashes; by a share it is saved without any."""

import re
from urllib.parse import quote

from shared_town import DRIVER, OWN, hidden

OURS = {"authorization": "Bearer the one token of all"}
PAGE = f"/chargers/{quote(OWN, safe='')}"


def test_messages_in_a_saved_page_have_cards_as_hashes(visitor):
    told = visitor().get(f"{PAGE}?save=frames", headers=OURS).text
    shown = hidden(f'[2,"m","Authorize",{{"idTag":"{DRIVER}"}}]')
    (card,) = re.findall(r'"idTag":"([^"]+)"', shown)
    assert card != DRIVER
    assert card in re.search(r'<pre tabindex="0">(.*?)</pre>', told, re.DOTALL)[1]
    assert DRIVER.lower() not in told.lower()


def test_by_a_share_no_message_is_saved_and_none_is_offered(visitor, share):
    start, client = share(charger=OWN), visitor()
    for how in ("1", "frames"):
        told = client.get(f"{start}{PAGE}?save={how}").text
        assert "<h1" in told
        assert "StartTransaction" not in told
    assert "save=frames" not in client.get(f"{start}{PAGE}").text
    assert "save=1" in client.get(f"{start}{PAGE}").text
