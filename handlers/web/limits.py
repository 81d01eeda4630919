"""How often a page may write to somebody, or try a secret: counted, the same words in every case."""

from datetime import datetime, timedelta

from domain.books import Records

AN_HOUR = timedelta(hours=1)
A_QUARTER = timedelta(minutes=15)


def may_write_to(records: Records, address: str, network: str, now: datetime) -> bool:
    """Three letters an hour to an address, twenty asked for by one network."""
    return records.limits.take(f"write:{network}", 20, AN_HOUR, now) and records.limits.take(
        f"write:{address}", 3, AN_HOUR, now
    )


def may_try_password(records: Records, address: str, network: str, now: datetime) -> bool:
    """Ten tries a quarter of an hour for one address from one network: nobody is locked out by somebody else."""
    return records.limits.take(f"password:{network}", 60, A_QUARTER, now) and records.limits.take(
        f"password:{network}:{address}", 10, A_QUARTER, now
    )
