"""What people read when an address, a permission, a form or the site itself fails."""

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import permission_denied, server_error

from accounts.models import User


def test_nothing_here_leads_visitors_to_the_front_page(client, db):
    response = client.get("/no/such/place/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
    assert f'href="{reverse("tracking:home")}"' in response.content.decode()


def test_nothing_here_leads_people_back_to_today(client, alice: User):
    client.force_login(alice)
    page = client.get("/no/such/place/").content.decode()
    assert f'class="btn" href="{reverse("tracking:today")}"' in page


def test_not_allowed_is_said_in_words(rf: RequestFactory, alice: User):
    request = rf.get("/admin/")
    request.user = alice
    response = permission_denied(request, PermissionDenied())
    assert response.status_code == 403
    assert "This is not open to you" in response.content.decode()


def test_a_form_without_its_token_says_so_and_changes_nothing(alice: User):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    response = strict.post(reverse("account_logout"))
    assert response.status_code == 403
    assert "This form is too old to send" in response.content.decode()
    assert strict.get(reverse("tracking:today")).status_code == 200


def test_the_page_of_a_broken_site_needs_nothing_of_the_site(rf: RequestFactory):
    response = server_error(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something broke on our side" in page
    # Named without the manifest: what broke may be the manifest itself.
    assert 'href="/static/css/site.css"' in page
    assert finders.find("css/site.css")
    assert render_to_string("500.html") == page
