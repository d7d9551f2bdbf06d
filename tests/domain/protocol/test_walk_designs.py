"""What each registration says of the drug and of whom it is given to, as the shipped files say it."""

import pytest

from domain.protocol.reader import load_shipped


@pytest.mark.parametrize(
    ("protocol_id", "drug", "indication", "title"),
    [
        ("mil93", "MIL93", "Advanced or metastatic solid tumours", "MIL93 in solid tumours"),
        ("mil97", "MIL97", "Advanced or metastatic solid tumours", "first in human"),
        ("imm27m", "IMM27M", "Advanced and metastatic solid tumours", "Safety and toxicity"),
        ("bat6021", "BAT6021", "Locally advanced or metastatic solid tumours", "alone or with tislelizumab"),
        ("bat6026", "BAT6026", "Advanced solid tumours", "Safety and preliminary efficacy"),
    ],
)
def test_a_study_names_its_drug_its_indication_and_what_it_is_about(protocol_id, drug, indication, title):  # PRO-1
    protocol = load_shipped(protocol_id)
    assert (protocol.study_id, protocol.drug, protocol.indication) == (drug, drug, indication)
    assert title in protocol.title
    assert protocol.first_part.drugs == (drug,)
    assert all(drug in part.drugs for part in protocol.parts)
    assert protocol.first_part.pk is not None
    assert protocol.first_part.pk.analytes == (drug,)
    (tumour,) = [one for one in protocol.criteria if one.code == "I2"]
    assert "metastatic solid tumour" in tumour.text
