"""Can responses be derived as the file says? Values of ``[response]`` against each other (PRO-3)."""

from domain.protocol.tables import Reading, Table


def check_response(table: Table, imaging: Table, reading: Reading) -> None:
    """Note every fault that lies between values of response and imaging.

    Args:
        table: ``[response]``.
        imaging: ``[response.imaging]``.
        reading: takes the faults.
    """
    rates = table.values.get("rates")
    if rates == ():
        reading.fault("response.rates", "protocol_response_no_rate")
    is_noted = "benefit_days" in table.meant or any(one.field == "response.benefit_days" for one in reading.findings)
    if isinstance(rates, tuple) and "CBR" in rates and "benefit_days" not in table.values and not is_noted:
        reading.fault("response.benefit_days", "protocol_response_no_benefit")
    every, until = imaging.values.get("every_weeks"), imaging.values.get("until_week")
    if isinstance(every, int) and isinstance(until, int) and every > until:
        reading.fault("response.imaging.until_week", "protocol_imaging_no_scan", week=every, until=until)
