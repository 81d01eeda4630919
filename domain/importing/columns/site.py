"""The further establishments of the client: these columns come once for each."""

from domain.countries import country_name
from domain.importing.columns.column import Part, SheetColumn
from domain.importing.words import read_country

SITE = (
    SheetColumn(
        "site_nic",
        Part.SITE,
        "NIC",
        "NIC",
        (),
        "nic",
        write_site=lambda s, _language: s.nic,
        width=5,
        example="00027",
    ),
    SheetColumn("site_siret", Part.SITE, "SIRET", "SIRET", ("n siret",), "siret", width=14, in_template=False),
    SheetColumn(
        "site_ape",
        Part.SITE,
        "code APE",
        "APE code",
        ("ape", "naf", "code naf"),
        "ape",
        write_site=lambda s, _language: s.ape or "",
        example="43.32A",
    ),
    SheetColumn(
        "site_address",
        Part.SITE,
        "adresse",
        "address",
        ("rue", "street", "voie"),
        "street",
        write_site=lambda s, _language: s.address.street,
        example="3 quai Paul Bert",
    ),
    SheetColumn(
        "site_postal_code",
        Part.SITE,
        "code postal",
        "postal code",
        ("cp", "zip", "postcode"),
        "postal_code",
        write_site=lambda s, _language: s.address.postal_code,
        width=5,
        example="37100",
    ),
    SheetColumn(
        "site_town",
        Part.SITE,
        "ville",
        "town",
        ("commune", "city"),
        "town",
        write_site=lambda s, _language: s.address.town,
        example="Tours",
    ),
    SheetColumn(
        "site_country",
        Part.SITE,
        "pays",
        "country",
        (),
        "country",
        read=read_country,
        write_site=lambda s, language: country_name(s.address.country, language),
        example="France",
    ),
)
