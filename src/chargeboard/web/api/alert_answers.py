"""How do programs ask about alerts, and how are they answered?"""

from __future__ import annotations

from collections.abc import Callable

from litestar.exceptions import HTTPException

from chargeboard.alerts.checking import RuleError, checked_rule
from chargeboard.alerts.notice import Notice
from chargeboard.alerts.rule import Rule
from chargeboard.documents.alerts import AlertDocument, document_of
from chargeboard.run.alerting.book import NoSuchAlertError, NoSuchRuleError
from chargeboard.run.alerting.watch import evidence_url
from chargeboard.web.api.words import say
from chargeboard.web.urls.asked import BadParameterError

MOST_DAYS = 366
USUAL_DAYS = 30
TEST_WITHIN_S = 20.0
"""So much processor time a back-test that is asked for over HTTP may take."""
MOST_TOLD = 200


def rule_of(name: str, body: object, channels: list[str] | None) -> Rule:
    """The rule that a body makes. Raises: BadParameterError."""
    if not isinstance(body, dict):
        raise BadParameterError("body", say("body_no_object"))
    try:
        return checked_rule(name, body, channels)
    except RuleError as error:
        raise BadParameterError(error.key, str(error)) from error


def known(do: Callable[[], None]) -> None:
    """Do it; what there is none of is told as such."""
    try:
        do()
    except NoSuchRuleError as error:
        if error.is_of_file:
            raise HTTPException(status_code=409, detail=say("rule_of_file", name=error.name)) from error
        raise HTTPException(status_code=404, detail=say("no_such_rule", name=error.name)) from error
    except NoSuchAlertError as error:
        raise HTTPException(status_code=404, detail=say("no_such_alert", alert=str(error))) from error


def document(notice: Notice, url: str) -> AlertDocument:
    """A notice as programs get it."""
    return document_of(notice, evidence_url(url, notice))
