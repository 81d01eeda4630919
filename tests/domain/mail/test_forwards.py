"""The mail programs of French offices, each with its own way to forward."""

import base64

import pytest

from domain.mail.attribution import By
from domain.mail.forwards import Original
from tests.domain.mail.desk import CLAIRE, MOREL, THOMAS, Mail, attached, attributed, multipart, part, understood

AMELIE_ADDRESS = "amelie@boulangerie-lucas.example"
NBSP = "\u00a0"
THIN = "\u202f"

FORWARDS = {
    "Outlook classique": (
        "TR: Facture scierie",
        """Pour le dossier Lucas.

Thomas

________________________________
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux <thomas@cabinet-valmont.example>
Cc : Paul Lucas <paul@boulangerie-lucas.example>
Objet : Facture scierie

Bonjour Thomas,
voici la facture.
""",
    ),
    "Outlook classique, lien mailto": (
        "TR : Facture scierie",
        """
De : Amélie Lucas [mailto:amelie@boulangerie-lucas.example]
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux
Objet : Facture scierie

Bonjour
""",
    ),
    "Outlook, espaces insécables": (
        f"TR{NBSP}: Facture scierie",
        f"""
De{NBSP}: Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé{NBSP}: vendredi 20 novembre 2026 08:12
À{NBSP}: Thomas Roux <thomas@cabinet-valmont.example>
Objet{NBSP}: Facture scierie

Bonjour
""",
    ),
    "Outlook, espaces fines": (
        f"Tr{THIN}: Facture scierie",
        f"""
De{THIN}: Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé{THIN}: vendredi 20 novembre 2026 08:12
À{THIN}: Thomas Roux <thomas@cabinet-valmont.example>
Objet{THIN}: Facture scierie

Bonjour
""",
    ),
    "nouvel Outlook": (
        "TR: Facture scierie",
        """
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Date : vendredi, 20 novembre 2026 à 08:12
À : Thomas Roux <thomas@cabinet-valmont.example>
Objet : Facture scierie
Bonjour
""",
    ),
    "Outlook en gras": (
        "TR: Facture scierie",
        """
*De :* Amélie Lucas <amelie@boulangerie-lucas.example>
*Envoyé :* vendredi 20 novembre 2026 08:12
*À :* Thomas Roux <thomas@cabinet-valmont.example>
*Objet :* Facture scierie

Bonjour
""",
    ),
    "Outlook anglais": (
        "FW: Facture scierie",
        """FYI

From: Amélie Lucas <amelie@boulangerie-lucas.example>
Sent: Friday, November 20, 2026 8:12 AM
To: Thomas Roux <thomas@cabinet-valmont.example>
Subject: Facture scierie

Hello
""",
    ),
    "Outlook anglais, souligné": (
        "Fw: Facture scierie",
        """
________________________________
From: Amélie Lucas <amelie@boulangerie-lucas.example>
Sent: 20 November 2026 08:12
To: Thomas Roux <thomas@cabinet-valmont.example>
Cc: Nadia Benali <nadia@cabinet-valmont.example>
Subject: Facture scierie
Importance: High

Hello
""",
    ),
    "Outlook, original message": (
        "FW: Facture scierie",
        """
-----Original Message-----
From: Amélie Lucas [mailto:amelie@boulangerie-lucas.example]
Sent: Friday, November 20, 2026 8:12 AM
To: Thomas Roux
Subject: Facture scierie

Hello
""",
    ),
    "Outlook, message d'origine": (
        "TR: Facture scierie",
        """
-----Message d'origine-----
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux
Objet : Facture scierie
Importance : Haute

Bonjour
""",
    ),
    "Outlook, sans préfixe": (
        "Facture scierie",
        """
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux <thomas@cabinet-valmont.example>
Objet : Facture scierie

Bonjour
""",
    ),
    "Outlook, marque externe": (
        "[EXTERNE] TR: Facture scierie",
        """
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux <thomas@cabinet-valmont.example>
Objet : Facture scierie

Bonjour
""",
    ),
    "Outlook, destinataires sur trois lignes": (
        "TR: Facture scierie",
        """
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux <thomas@cabinet-valmont.example>; Nadia Benali
<nadia@cabinet-valmont.example>; Paul Lucas
<paul@boulangerie-lucas.example>
Objet : Facture scierie

Bonjour
""",
    ),
    "Outlook mobile": (
        "TR: Facture scierie",
        """Envoyé à partir de Outlook pour Android
________________________________
From: Amélie Lucas <amelie@boulangerie-lucas.example>
Sent: Friday, November 20, 2026 8:12:33 AM
To: Thomas Roux <thomas@cabinet-valmont.example>
Subject: Facture scierie

Bonjour
""",
    ),
    "langues mêlées": (
        "TR: Facture scierie",
        """
De: Amélie Lucas <amelie@boulangerie-lucas.example>
Sent: vendredi 20 novembre 2026 08:12
To: Thomas Roux <thomas@cabinet-valmont.example>
Objet: Facture scierie

Bonjour
""",
    ),
    "Gmail": (
        "Fwd: Facture scierie",
        """À classer.

---------- Forwarded message ---------
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Date: ven. 20 nov. 2026 à 08:12
Subject: Facture scierie
To: <thomas@cabinet-valmont.example>


Bonjour
""",
    ),
    "Gmail anglais": (
        "Fwd: Facture scierie",
        """
---------- Forwarded message ---------
From: Amélie Lucas <amelie@boulangerie-lucas.example>
Date: Fri, Nov 20, 2026 at 8:12 AM
Subject: Facture scierie
To: Thomas Roux <thomas@cabinet-valmont.example>


Hello
""",
    ),
    "Gmail, nom en gras": (
        "Fwd: Facture scierie",
        """
---------- Message transféré ---------
De : *Amélie Lucas* <amelie@boulangerie-lucas.example>
Date : ven. 20 nov. 2026 à 08:12
Objet : Facture scierie
À : Thomas Roux <thomas@cabinet-valmont.example>

Bonjour
""",
    ),
    "Apple Mail": (
        "Tr : Facture scierie",
        """Bonne journée

Début du message transféré :

> De: Amélie Lucas <amelie@boulangerie-lucas.example>
> Objet: Facture scierie
> Date: 20 novembre 2026 à 08:12:33 UTC+1
> À: Thomas Roux <thomas@cabinet-valmont.example>
>
> Bonjour
""",
    ),
    "Apple Mail sans chevrons": (
        "Fwd: Facture scierie",
        f"""
Début du message transféré{NBSP}:

De:{NBSP}Amélie Lucas <amelie@boulangerie-lucas.example>
Objet:{NBSP}Facture scierie
Date:{NBSP}20 novembre 2026 à 08:12:33 UTC+1
À:{NBSP}Thomas Roux <thomas@cabinet-valmont.example>
Répondre à:{NBSP}amelie@boulangerie-lucas.example

Bonjour
""",
    ),
    "Apple Mail anglais": (
        "Fwd: Facture scierie",
        """
Begin forwarded message:

From: Amélie Lucas <amelie@boulangerie-lucas.example>
Subject: Facture scierie
Date: 20 November 2026 at 08:12:33 CET
To: Thomas Roux <thomas@cabinet-valmont.example>

Hello
""",
    ),
    "iPhone": (
        "Tr : Facture scierie",
        """

Envoyé de mon iPhone

Début du message transféré :

> De: Amélie Lucas <amelie@boulangerie-lucas.example>
> Date: 20 novembre 2026 à 08:12:33 UTC+1
> À: thomas@cabinet-valmont.example
> Objet: Facture scierie
>
> Bonjour
""",
    ),
    "Thunderbird": (
        "Fwd: Facture scierie",
        """

-------- Message transféré --------
Sujet : \tFacture scierie
Date : \tFri, 20 Nov 2026 08:12:33 +0100
De : \tAmélie Lucas <amelie@boulangerie-lucas.example>
Pour : \tThomas Roux <thomas@cabinet-valmont.example>


Bonjour
""",
    ),
    "Thunderbird, organisation et réponse": (
        "TR: Facture scierie",
        """
-------- Message transféré --------
Sujet : Facture scierie
Date : Fri, 20 Nov 2026 08:12:33 +0100
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Répondre à : amelie@boulangerie-lucas.example
Organisation : Boulangerie Lucas
Pour : Thomas Roux <thomas@cabinet-valmont.example>

Bonjour
""",
    ),
    "Thunderbird anglais": (
        "Fwd: Facture scierie",
        """
-------- Forwarded Message --------
Subject: \tFacture scierie
Date: \tFri, 20 Nov 2026 08:12:33 +0100
From: \tAmélie Lucas <amelie@boulangerie-lucas.example>
To: \tThomas Roux <thomas@cabinet-valmont.example>

Hello
""",
    ),
    "Orange": (
        "TR: Facture scierie",
        """
> Message du 20/11/26 08:12
> De : "Amélie Lucas" <amelie@boulangerie-lucas.example>
> A : thomas@cabinet-valmont.example
> Copie à :
> Objet : Facture scierie
>
> Bonjour
""",
    ),
    "La Poste": (
        "Fwd: Facture scierie",
        """
> Message du 20/11/2026 08:12
> De : amelie@boulangerie-lucas.example
> A : "Thomas Roux" <thomas@cabinet-valmont.example>
>
> Objet : Facture scierie
>
> Bonjour
""",
    ),
    "Yahoo": (
        "Fw: Facture scierie",
        """
----- Message transféré -----
De : "Amélie Lucas" <amelie@boulangerie-lucas.example>
À : "thomas@cabinet-valmont.example" <thomas@cabinet-valmont.example>
Envoyé : vendredi 20 novembre 2026 à 08:12:33 UTC+1
Objet : Facture scierie

Bonjour
""",
    ),
    "Yahoo, sur une ligne": (
        "Tr : Facture scierie",
        """
----- Mail transféré -----
De : Amélie Lucas <amelie@boulangerie-lucas.example> À : Thomas Roux <t@x.example> Envoyé : vendredi 20 novembre \
2026 à 08:12:33 UTC+1 Objet : Facture scierie

Bonjour
""",
    ),
    "Yahoo, a écrit": (
        "Tr : Facture scierie",
        """
----- Message transféré -----
Le vendredi 20 novembre 2026 à 08:12:33 UTC+1, Amélie Lucas <amelie@boulangerie-lucas.example> a écrit :

Bonjour
""",
    ),
    "a écrit, coupé en deux": (
        "TR: Facture scierie",
        """
Le ven. 20 nov. 2026 à 08:12, Amélie Lucas
<amelie@boulangerie-lucas.example> a écrit :

> Bonjour
""",
    ),
    "wrote": (
        "Fwd: Facture scierie",
        """
On Fri, Nov 20, 2026 at 8:12 AM Amélie Lucas <amelie@boulangerie-lucas.example> wrote:

> Hello
""",
    ),
    "Free et Zimbra": (
        "Fwd: Facture scierie",
        """
----- Mail transféré -----
De: "Amélie Lucas" <amelie@boulangerie-lucas.example>
À: "Thomas Roux" <thomas@cabinet-valmont.example>
Envoyé: Vendredi 20 Novembre 2026 08:12:33
Objet: Facture scierie

Bonjour
""",
    ),
    "Samsung": (
        "TR: Facture scierie",
        """
Envoyé depuis mon appareil Galaxy

-------- Message d'origine --------
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Date : 20/11/2026 08:12 (GMT+01:00)
À : thomas@cabinet-valmont.example
Objet : Facture scierie

Bonjour
""",
    ),
    "Samsung, transféré": (
        "Transféré : Facture scierie",
        """
-------- Message transféré --------
De : amelie@boulangerie-lucas.example
Date : 20/11/2026 08:12
À : Thomas Roux
Objet : Facture scierie

Bonjour
""",
    ),
    "Roundcube, capitales": (
        "Fwd: Facture scierie",
        """
-------- Message original --------
OBJET: Facture scierie
DATE: 20-11-2026 08:12
DE: Amélie Lucas <amelie@boulangerie-lucas.example>
À: thomas@cabinet-valmont.example

Bonjour
""",
    ),
    "Roundcube": (
        "Tr: Facture scierie",
        """
-------- Message original --------
Objet: Facture scierie
Date: 2026-11-20 08:12
De: Amélie Lucas <amelie@boulangerie-lucas.example>
Destinataire: thomas@cabinet-valmont.example

Bonjour
""",
    ),
    "Lotus Notes": (
        "Tr : Facture scierie",
        """
----- Réacheminé par Thomas Roux/Valmont le 20/11/2026 09:00 -----

De :        Amélie Lucas <amelie@boulangerie-lucas.example>
A :        thomas@cabinet-valmont.example
Date :        20/11/2026 08:12
Objet :        Facture scierie

Bonjour
""",
    ),
    "expéditeur et destinataires": (
        "TR: Facture scierie",
        """
Expéditeur : Amélie Lucas <amelie@boulangerie-lucas.example>
Destinataires : Thomas Roux
Date : 20 novembre 2026
Sujet : Facture scierie

Bonjour
""",
    ),
    "double transfert, le collègue d'abord": (
        "TR: TR: Facture scierie",
        """
De : Nadia Benali <nadia@cabinet-valmont.example>
Envoyé : vendredi 20 novembre 2026 09:00
À : Thomas Roux <thomas@cabinet-valmont.example>
Objet : TR: Facture scierie

Pour toi.

De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Nadia Benali <nadia@cabinet-valmont.example>
Objet : Facture scierie

Bonjour
""",
    ),
    "la cliente transfère son fournisseur": (
        "TR: Fwd: Facture scierie",
        """
De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 09:00
À : Thomas Roux <thomas@cabinet-valmont.example>
Objet : Facture scierie

---------- Forwarded message ---------
From: Scierie du Val <factures@scierie-du-val.example>
Date: Thu, Nov 19, 2026 at 8:12 AM
Subject: Facture
To: <amelie@boulangerie-lucas.example>

Votre facture
""",
    ),
    "nom qui contient une autre adresse": (
        "TR: Facture scierie",
        """
De : "claire@atelier-morel.example" <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux
Objet : Facture scierie

Bonjour
""",
    ),
    "tableau": (
        "TR: Facture scierie",
        """
| De : | Amélie Lucas <amelie@boulangerie-lucas.example> |
| Envoyé : | vendredi 20 novembre 2026 08:12 |
| À : | Thomas Roux |
| Objet : | Facture scierie |

Bonjour
""",
    ),
    "valeurs à la ligne suivante": (
        "TR: Facture scierie",
        """
De :
Amélie Lucas <amelie@boulangerie-lucas.example>
Date :
20 novembre 2026
Objet :
Facture scierie

Bonjour
""",
    ),
    "lien mailto entre crochets": (
        "TR: Facture scierie",
        """
De : Amélie Lucas <amelie@boulangerie-lucas.example<mailto:amelie@boulangerie-lucas.example>>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux <thomas@cabinet-valmont.example<mailto:thomas@cabinet-valmont.example>>
Objet : Facture scierie

Bonjour
""",
    ),
    "citation au second degré": (
        "TR: Facture scierie",
        """
> > De : Amélie Lucas <amelie@boulangerie-lucas.example>
> > Envoyé : vendredi 20 novembre 2026 08:12
> > À : Thomas Roux
> > Objet : Facture scierie
> >
> > Bonjour
""",
    ),
}


def original_of(mail: Mail) -> Original | None:
    return understood(mail).original


@pytest.mark.parametrize("program", FORWARDS)
def test_the_original_sender_of_a_forward_is_found(program: str) -> None:
    subject, text = FORWARDS[program]
    original = original_of(Mail(sender=THOMAS, subject=subject, text=text))
    assert original is not None
    assert original.sender.email == AMELIE_ADDRESS
    assert original.subject in (None, "Facture scierie")


def test_a_forward_keeps_its_comment_apart_from_the_mail_it_carries() -> None:
    subject, text = FORWARDS["Outlook classique"]
    original = original_of(Mail(sender=THOMAS, subject=subject, text=text))
    assert original is not None
    assert original.comment == "Pour le dossier Lucas.\n\nThomas"
    assert original.text == "Bonjour Thomas,\nvoici la facture."


def test_a_forward_written_in_html_only_is_read() -> None:
    html = """<p>Pour toi</p><div><b>De&nbsp;:</b> Amélie Lucas &lt;amelie@boulangerie-lucas.example&gt;<br>
    <b>Envoyé&nbsp;:</b> vendredi 20 novembre 2026 08:12<br><b>À&nbsp;:</b> Thomas Roux<br>
    <b>Objet&nbsp;:</b> Facture scierie</div><p>Bonjour</p>"""
    original = original_of(Mail(sender=THOMAS, subject="TR: Facture scierie", text="Pour toi", html=html))
    assert original is not None
    assert original.sender.email == AMELIE_ADDRESS


def test_an_attached_mail_gives_its_exact_sender_date_and_files() -> None:
    inner = (
        b"From: =?utf-8?Q?Am=C3=A9lie?= Lucas <amelie@boulangerie-lucas.example>\r\nSubject: Facture scierie\r\n"
        b"Date: Fri, 20 Nov 2026 08:12:00 +0100\r\nMIME-Version: 1.0\r\n"
        + multipart("mixed", part("text/plain", b"Bonjour"), attached("facture.pdf", b"%PDF-1.4 facture"))
    )
    mail = Mail(sender=THOMAS, subject="Facture scierie", parts=[part("message/rfc822", inner)])
    seen = understood(mail)
    assert seen.original is not None
    assert (seen.original.sender.email, seen.original.sender.name) == (AMELIE_ADDRESS, "Amélie Lucas")
    assert seen.original.date is not None
    assert seen.original.date.isoformat() == "2026-11-20T07:12:00+00:00"
    assert [file.filename for file in seen.message.attachments] == ["Facture scierie.eml", "facture.pdf"]


def test_an_attached_mail_sent_as_base64_is_read_too() -> None:
    inner = base64.encodebytes(b"From: amelie@boulangerie-lucas.example\r\nSubject: Facture\r\n\r\nBonjour\r\n")
    mail = Mail(
        sender=THOMAS, parts=[part("message/rfc822", inner, "Content-Transfer-Encoding: base64")], subject="TR: Facture"
    )
    original = original_of(mail)
    assert original is not None
    assert original.sender.email == AMELIE_ADDRESS


def test_a_colleagues_mail_attached_by_a_colleague_is_looked_into() -> None:
    inner = (
        b"From: nadia@cabinet-valmont.example\r\nSubject: TR: Facture\r\n\r\n"
        + FORWARDS["Outlook classique"][1].encode()
    )
    mail = Mail(sender=THOMAS, subject="TR: Facture", parts=[part("message/rfc822", inner)])
    original = original_of(mail)
    assert original is not None
    assert original.sender.email == AMELIE_ADDRESS


def test_a_forward_that_left_only_a_name_keeps_the_name() -> None:
    text = "\nDe : Amélie Lucas\nEnvoyé : vendredi 20 novembre 2026\nÀ : Thomas\nObjet : Facture\n\nBonjour\n"
    original = original_of(Mail(sender=THOMAS, subject="TR: Facture", text=text))
    assert original is not None
    assert (original.sender.email, original.sender.name) == ("", "Amélie Lucas")


NOT_FORWARDS = {
    "une réponse et son historique": ("RE: Facture scierie", FORWARDS["Outlook classique"][1]),
    "un mot sur des champs": ("Facture scierie", "Bonjour,\nDe : Tours\nA : Blois\nc'est loin\n"),
    "une phrase citée": ("Facture scierie", "Claire a écrit : Bonjour, amelie@boulangerie-lucas.example\n"),
    "un bon de commande": ("Commande", "Date : 20 novembre\nObjet : farine\nQuantité : 12\n"),
}


@pytest.mark.parametrize("case", NOT_FORWARDS)
def test_what_only_looks_like_a_forward_is_none(case: str) -> None:
    subject, text = NOT_FORWARDS[case]
    assert original_of(Mail(sender=THOMAS, subject=subject, text=text)) is None


@pytest.mark.abuse("M6")
@pytest.mark.parametrize("program", FORWARDS)
def test_what_a_client_forwards_is_the_clients_own_mail(program: str) -> None:
    subject, text = FORWARDS[program]
    mail = Mail(sender=CLAIRE, subject=subject, text=text)
    assert original_of(mail) is None
    found = attributed(mail)
    assert (found.client, found.by) == (MOREL, By.SENDER)


@pytest.mark.abuse("C4")
@pytest.mark.parametrize(
    "pattern", [" ", "> ", "De : ", "De :\n", "De : a\nObjet : \n", "Le 1 ", "a@", "a.", "<", "On 1, a@b\n"]
)
def test_a_text_made_to_stall_the_scanner_is_read_to_its_end(pattern: str) -> None:
    text = pattern * (1_000_000 // len(pattern))
    original = original_of(Mail(sender=THOMAS, subject="TR: x", text=text))
    assert original is None or not original.sender.email


def test_the_address_book_of_a_forward_may_be_long() -> None:
    crowd = "; ".join(f"Personne {n} <p{n}@x.example>" for n in range(3000))
    text = FORWARDS["Outlook classique"][1].replace("Cc : Paul", f"Cc : {crowd}; Paul")
    original = original_of(Mail(sender=THOMAS, subject="TR: Facture", text=text))
    assert original is not None
    assert original.sender.email == AMELIE_ADDRESS
