"""How does somebody who was invited, or whose password is lost, choose one?"""

from __future__ import annotations

from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_400_BAD_REQUEST, HTTP_404_NOT_FOUND

from chargeboard.domain.people import Account
from chargeboard.run.people.passwords import LEAST, PasswordError
from chargeboard.run.people.people import People
from chargeboard.web.access.guard import Access
from chargeboard.web.access.login import logged_in
from chargeboard.web.access.own_pages import refuse_strangers
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted


def invitation_routes(access: Access, people: People) -> list[BaseRouteHandler]:
    """The page that an invitation leads to; its address is the secret."""

    def invitation(request: PageRequest, account: Account | None, wrong: str = "") -> Response[str]:
        status = HTTP_404_NOT_FOUND if account is None else HTTP_400_BAD_REQUEST if wrong else 200
        return page(
            request, "web/access/invitation.html", status=status, account=account, wrong=wrong, least=LEAST
        )

    @get("/invitation/{secret:str}", include_in_schema=False)
    async def invitation_form(request: PageRequest, secret: str) -> Response[str]:
        return invitation(request, people.accounts.invited(secret))

    @post("/invitation/{secret:str}", include_in_schema=False, status_code=200)
    async def accept(request: PageRequest, secret: str) -> Response[str] | Redirect:
        refuse_strangers(request)
        account = people.accounts.invited(secret)
        if account is None:
            return invitation(request, None)
        given = await request.form()
        try:
            made = await access.set_password(people.accounts, account.name, str(given.get("password", "")))
        except PasswordError as error:
            return invitation(request, account, str(error))
        return logged_in(access, people, request, made, rooted("/"))

    return [invitation_form, accept]
