"""Mails are handed over safely: TLS is not left out, addresses carry no further headers."""

import datetime as dt
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ogi.platform.config import ConfigError, load_settings
from ogi.platform.mail import MailFailed, MailServer, connect, is_mailbox, read_server, write_mail
from tests.support.mailbox import mail_server

NOW = dt.datetime(2026, 5, 18, 1, tzinfo=dt.UTC)
MAIL = {"OGI_SMTP_URL": "smtps://u:p%40ss@mail.test", "OGI_MAIL_FROM": "ogi@town.test",
        "OGI_SITE_URL": "https://town.test/"}  # fmt: skip


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost: the server's context, and one that trusts it."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begun = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(begun).not_valid_after(begun + dt.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "both.pem"
    path.write_bytes(secret + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=pem.decode())


def send(server, context=None):
    mail = write_mail(
        sender="a@town.test", to="b@town.test", subject="提醒", text="您好\n.\n", at=NOW
    )
    with connect(server, context) as connection:
        connection.send_message(mail)


def test_mail_arrives_through_a_server_on_this_machine():
    with mail_server() as box:
        send(read_server(f"smtp://127.0.0.1:{box.port}"))
    assert box.mails[0]["Subject"] == "提醒"
    assert box.mails[0]["Auto-Submitted"] == "auto-generated"
    assert box.text() == "您好\n.\n"


def test_mail_goes_through_tls_and_signs_in(certificate):
    server, trusted = certificate
    with mail_server(server) as box:
        send(read_server(f"smtps://user:word@localhost:{box.port}"), trusted)
    assert box.speaks_tls
    assert box.logins
    assert len(box.mails) == 1


def test_clear_connection_turns_to_tls_before_the_mail(certificate):
    server, trusted = certificate
    with mail_server(server, starts_tls=True) as box:
        send(MailServer("localhost", box.port, "starttls"), trusted)
    assert box.speaks_tls
    assert len(box.mails) == 1


def test_server_without_tls_gets_no_mail():
    with mail_server() as box, pytest.raises(MailFailed):
        send(MailServer("localhost", box.port, "starttls", "user", "word"))
    assert (box.mails, box.logins) == ([], [])


def test_certificate_nobody_trusts_is_refused(certificate):
    with mail_server(certificate[0]) as box, pytest.raises(MailFailed):
        send(read_server(f"smtps://localhost:{box.port}"))
    assert box.mails == []


def test_server_elsewhere_is_never_spoken_to_in_the_clear():
    assert read_server("smtp://mail.test").security == "starttls"
    assert read_server("smtp://localhost").security == "none"
    assert read_server("smtps://u:p%40ss@mail.test").password == "p@ss"
    assert "p@ss" not in repr(read_server("smtps://u:p%40ss@mail.test"))


@pytest.mark.parametrize("url", ["mail.test", "http://mail.test", "smtp://", "smtp:mail.test"])
def test_address_that_names_no_server_is_refused(url):
    with pytest.raises(ValueError, match="smtp"):
        read_server(url)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("zhang.san@town.gov.cn", True),
        ("zhang@town", False),
        ("zhang@town.cn\nBcc: x@y.cn", False),
        ("张三@town.cn", False),
        ("a@" + "b" * 250 + ".cn", False),
        ("", False),
    ],
)
def test_mailbox_is_one_plain_address(text, fits):
    assert is_mailbox(text) is fits


@pytest.mark.parametrize(
    "wrong",
    [{"OGI_SMTP_URL": "ftp://x"}, {"OGI_MAIL_FROM": ""}, {"OGI_SITE_URL": "town.test"}],
)
def test_half_set_up_mails_do_not_start(tmp_path, wrong):
    told = {"OGI_DATA": str(tmp_path), **MAIL}
    settings = load_settings(told)
    assert (settings.site_url, settings.mail_from) == ("https://town.test", "ogi@town.test")
    assert "p%40ss" not in repr(settings)
    with pytest.raises(ConfigError):
        load_settings({**told, **wrong})
