"""Sign-up, sign-in and everything about one's account.

allauth finds its pages by the names that begin with `account_`; those of features that are off
(telephones, sign-in by code, links instead of codes) have no address here.
"""

from django.urls import path

from accounts import entrance, views

urlpatterns = [
    path("", views.profile, name="account"),
    path("time-zone/", views.time_zone, name="account_time_zone"),
    path("consent/", views.consents, name="account_consent"),
    path("export/", views.export, name="account_export"),
    path("delete/", views.delete, name="account_delete"),
    path("sign-out-elsewhere/", views.sign_out_elsewhere, name="account_sign_out_elsewhere"),
    path("invite/<str:code>/", entrance.signup, name="account_invite"),
    path("signup/", entrance.signup, name="account_signup"),
    path("confirm-email/", entrance.confirm_email, name="account_email_verification_sent"),
    path("login/", entrance.login, name="account_login"),
    path("logout/", entrance.logout, name="account_logout"),
    path("inactive/", entrance.inactive, name="account_inactive"),
    path("reauthenticate/", entrance.reauthenticate, name="account_reauthenticate"),
    path("email/", entrance.email, name="account_email"),
    path("password/change/", entrance.password_change, name="account_change_password"),
    path("password/set/", entrance.password_set, name="account_set_password"),
    path("password/reset/", entrance.password_reset, name="account_reset_password"),
    path(
        "password/reset/confirm/",
        entrance.password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        entrance.password_reset_new,
        name="account_complete_password_reset",
    ),
]
