"""Coming in and going out: log-in, the demo's open door, language, second factor."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.conf import settings
from django.contrib.auth import login as log_in
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from jishi.store.queries.accounts import demo_account, demo_accounts
from jishi.web.pages.registry import Audience, Page, open_page, register


class LogIn(account_views.LoginView):
    """Log-in; a demo home also offers its accounts."""

    def get_context_data(self, **context: object) -> dict:
        """Add the demo's accounts; none anywhere else."""
        offered = _offered() if settings.JISHI_DEMO else []
        return super().get_context_data(demo_accounts=offered, **context)


def _offered() -> list[dict[str, str]]:
    """Return the demo's accounts with what they are for."""
    return [
        {"username": account.username, "name": account.name, "about": unit} for account, unit in demo_accounts()
    ]


@open_page("demo-entry", "demo-entry")
@require_POST
def demo_entry(request: HttpRequest) -> HttpResponseBase:
    """Let somebody in as a demo account without a password, in a demo home only."""
    account = demo_account(request.POST.get("account", "")) if settings.JISHI_DEMO else None
    if account is None:
        raise Http404
    log_in(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else settings.LOGIN_REDIRECT_URL


@open_page("language", "language")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language in a cookie and go back to the page."""
    return set_language(request)


OPEN = (
    ("login", "account_login", LogIn.as_view()),
    ("account-closed", "account_inactive", account_views.account_inactive),
    ("second-factor/enter", "mfa_authenticate", mfa_views.authenticate),
)
OWN = (
    ("logout", "account_logout", account_views.logout),
    ("password", "account_change_password", account_views.password_change),
    ("confirm-password", "account_reauthenticate", account_views.reauthenticate),
    ("second-factor", "mfa_index", mfa_views.index),
    ("second-factor/confirm", "mfa_reauthenticate", mfa_views.reauthenticate),
    ("second-factor/set-up", "mfa_activate_totp", totp_views.activate_totp),
    ("second-factor/switch-off", "mfa_deactivate_totp", totp_views.deactivate_totp),
    ("second-factor/codes", "mfa_view_recovery_codes", recovery_views.view_recovery_codes),
    ("second-factor/codes/new", "mfa_generate_recovery_codes", recovery_views.generate_recovery_codes),
)
for route, name, view in OPEN:
    register(Page(name, route, view, Audience.ANYONE))
for route, name, view in OWN:
    # About the reader alone: no scope is needed, but nobody else may come.
    register(Page(name, route, view, Audience.SIGNED_IN))
