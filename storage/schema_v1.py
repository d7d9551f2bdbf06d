"""Schema 1: the event stream and a table a record kind. Frozen once released."""

# ruff: noqa: E501 - a column or an index is one line, as ``storage.schema`` writes it

STREAM = (
    """CREATE TABLE study_file (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    file_id TEXT NOT NULL,
    installation TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT""",
    """CREATE TABLE event (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
    installation TEXT NOT NULL,
    site_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('create', 'correct', 'system')),
    user_id TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    zone TEXT NOT NULL,
    utc_offset TEXT NOT NULL,
    clock_went_back INTEGER NOT NULL CHECK (clock_went_back IN (0, 1)),
    protocol_version TEXT NOT NULL,
    payload_version INTEGER NOT NULL,
    payload_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT""",
    """CREATE TABLE payload (
    sequence INTEGER PRIMARY KEY REFERENCES event(sequence),
    salt TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT""",
    """CREATE TABLE redaction_ticket (
    sequence INTEGER PRIMARY KEY REFERENCES event(sequence),
    salt TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT""",
    "CREATE INDEX event_record_id ON event (record_id)",
    """CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'the event stream only grows at its end'); END""",
    """CREATE TRIGGER payload_in_order BEFORE INSERT ON payload
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM payload)
BEGIN SELECT RAISE(ABORT, 'the event stream only grows at its end'); END""",
    """CREATE TRIGGER payload_has_reason BEFORE INSERT ON payload
WHEN (SELECT operation FROM event WHERE sequence = NEW.sequence) = 'correct'
    AND trim(coalesce(json_extract(NEW.content, '$.reason'), '')) = ''
BEGIN SELECT RAISE(ABORT, 'a correction needs a reason'); END""",
    # A ticket is for an event that the last event of the stream, a redaction carried out, names.
    """CREATE TRIGGER ticket_needs_redaction BEFORE INSERT ON redaction_ticket
WHEN NOT EXISTS (
    SELECT 1 FROM event JOIN payload USING (sequence), json_each(payload.content, '$.after.results') AS result
    WHERE event.sequence = (SELECT max(sequence) FROM event)
        AND event.kind = 'redaction' AND event.operation = 'correct'
        AND json_extract(payload.content, '$.after.state') = 'done'
        AND json_extract(result.value, '$.sequence') = NEW.sequence AND NEW.sequence < event.sequence)
BEGIN SELECT RAISE(ABORT, 'the event stream is never changed'); END""",
    """CREATE TRIGGER payload_refuses_update BEFORE UPDATE ON payload
WHEN NOT EXISTS (
    SELECT 1 FROM redaction_ticket AS ticket
    WHERE ticket.sequence = OLD.sequence AND NEW.sequence = OLD.sequence
        AND ticket.salt = NEW.salt AND ticket.content = NEW.content)
BEGIN SELECT RAISE(ABORT, 'the event stream is never changed'); END""",
    *(
        f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table}\n"
        "BEGIN SELECT RAISE(ABORT, 'the event stream is never changed'); END"
        for table, verb in (
            ("event", "update"),
            ("event", "delete"),
            ("payload", "delete"),
            ("study_file", "update"),
            ("study_file", "delete"),
            ("redaction_ticket", "update"),
        )
    ),
)

RECORDS = (
    """CREATE TABLE "subject" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL,
    "consent_date" TEXT NOT NULL,
    "sex" TEXT NOT NULL CHECK ("sex" IN ('F', 'M', 'U')),
    "birth_year" INTEGER NOT NULL,
    "tumour_type" TEXT NOT NULL,
    "weight_kg" TEXT
) STRICT""",
    'CREATE UNIQUE INDEX "subject_subject_id" ON "subject" ("subject_id")',
    """CREATE TABLE "study" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "study_id" TEXT NOT NULL,
    "study_title" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "site_zone" TEXT NOT NULL,
    "is_demo" INTEGER NOT NULL DEFAULT 0 CHECK ("is_demo" IN (0, 1))
) STRICT""",
    """CREATE TABLE "protocol_version" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "version" TEXT NOT NULL,
    "effective_on" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "content" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "protocol_version_version" ON "protocol_version" ("version")',
    """CREATE TABLE "confirmation" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "path" TEXT NOT NULL,
    "shipped" TEXT NOT NULL,
    "chosen" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT ''
) STRICT""",
    """CREATE TABLE "consent" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "form_version" TEXT NOT NULL,
    "consented_on" TEXT NOT NULL,
    "consent_kind" TEXT NOT NULL DEFAULT 'INITIAL' CHECK ("consent_kind" IN ('INITIAL', 'RE-CONSENT')),
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "consent_subject_id" ON "consent" ("subject_id")',
    """CREATE TABLE "rescreening" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "started_on" TEXT NOT NULL,
    "reason" TEXT NOT NULL
) STRICT""",
    'CREATE INDEX "rescreening_subject_id" ON "rescreening" ("subject_id")',
    """CREATE TABLE "medical_history" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "condition" TEXT NOT NULL,
    "start" TEXT,
    "end" TEXT,
    "is_ongoing" INTEGER NOT NULL DEFAULT 1 CHECK ("is_ongoing" IN (0, 1)),
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "medical_history_subject_id" ON "medical_history" ("subject_id")',
    """CREATE TABLE "prior_therapy" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "therapy_kind" TEXT NOT NULL CHECK ("therapy_kind" IN ('SYSTEMIC', 'RADIOTHERAPY', 'SURGERY', 'OTHER')),
    "name" TEXT NOT NULL,
    "line" INTEGER,
    "start" TEXT,
    "end" TEXT,
    "best_response" TEXT NOT NULL DEFAULT '',
    "reason_ended" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "prior_therapy_subject_id" ON "prior_therapy" ("subject_id")',
    """CREATE TABLE "criterion_answer" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "criterion" TEXT NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "screening" INTEGER NOT NULL DEFAULT 1,
    "result" TEXT NOT NULL CHECK ("result" IN ('Y', 'N', 'NA')),
    "evidence_on" TEXT,
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "criterion_answer_subject_id_criterion_protocol_version_screening" ON "criterion_answer" ("subject_id", "criterion", "protocol_version", "screening")',
    """CREATE TABLE "eligibility" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "is_eligible" INTEGER NOT NULL CHECK ("is_eligible" IN (0, 1)),
    "decided_on" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "eligibility_subject_id" ON "eligibility" ("subject_id")',
    """CREATE TABLE "enrolment" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "part_id" TEXT NOT NULL,
    "dose_level" INTEGER NOT NULL,
    "enrolled_at" TEXT NOT NULL,
    "cohort" INTEGER,
    "is_backfill" INTEGER NOT NULL DEFAULT 0 CHECK ("is_backfill" IN (0, 1))
) STRICT""",
    'CREATE UNIQUE INDEX "enrolment_subject_id" ON "enrolment" ("subject_id")',
    """CREATE TABLE "preparation" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "cycle" INTEGER NOT NULL,
    "dose_level" INTEGER NOT NULL,
    "measured_kg" TEXT,
    "weight_kg" TEXT,
    "dose_mg" TEXT NOT NULL,
    "concentration_mg_per_ml" TEXT,
    "volume_ml" TEXT,
    "lot" TEXT NOT NULL,
    "expires_on" TEXT NOT NULL,
    "prepared_at" TEXT NOT NULL,
    "prepared_by" TEXT NOT NULL,
    "checked_by" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "preparation_subject_id_cycle" ON "preparation" ("subject_id", "cycle")',
    """CREATE TABLE "administration" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "cycle" INTEGER NOT NULL,
    "started_at" TEXT NOT NULL,
    "ended_at" TEXT,
    "weight_kg" TEXT,
    "planned_mg" TEXT NOT NULL,
    "given_mg" TEXT NOT NULL,
    "dose_level" INTEGER,
    "change" TEXT NOT NULL DEFAULT 'AS PLANNED' CHECK ("change" IN ('AS PLANNED', 'INTERRUPTED', 'REDUCED', 'OMITTED')),
    "reason" TEXT NOT NULL DEFAULT '',
    "delayed_for" TEXT CHECK (json_valid("delayed_for"))
) STRICT""",
    'CREATE UNIQUE INDEX "administration_subject_id_cycle" ON "administration" ("subject_id", "cycle")',
    """CREATE TABLE "visit" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL,
    "done_on" TEXT,
    "not_done" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "visit_subject_id_visit" ON "visit" ("subject_id", "visit")',
    """CREATE TABLE "vital_signs" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL DEFAULT '',
    "measured_at" TEXT NOT NULL,
    "systolic_mmhg" INTEGER,
    "diastolic_mmhg" INTEGER,
    "pulse_per_min" INTEGER,
    "temperature_c" TEXT,
    "respiration_per_min" INTEGER,
    "oxygen_percent" INTEGER,
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "vital_signs_subject_id" ON "vital_signs" ("subject_id")',
    """CREATE TABLE "body_weight" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL DEFAULT '',
    "measured_at" TEXT NOT NULL,
    "weight_kg" TEXT NOT NULL,
    "height_cm" TEXT
) STRICT""",
    'CREATE INDEX "body_weight_subject_id" ON "body_weight" ("subject_id")',
    """CREATE TABLE "ecog_status" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL DEFAULT '',
    "assessed_at" TEXT NOT NULL,
    "score" INTEGER NOT NULL
) STRICT""",
    'CREATE INDEX "ecog_status_subject_id" ON "ecog_status" ("subject_id")',
    """CREATE TABLE "ecg" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL DEFAULT '',
    "recorded_at" TEXT NOT NULL,
    "heart_rate_per_min" INTEGER,
    "pr_ms" INTEGER,
    "qrs_ms" INTEGER,
    "qt_ms" INTEGER,
    "qtcf_ms" INTEGER,
    "interpretation" TEXT NOT NULL DEFAULT 'NORMAL' CHECK ("interpretation" IN (
        'NORMAL', 'ABNORMAL, NOT CLINICALLY SIGNIFICANT',
        'ABNORMAL, CLINICALLY SIGNIFICANT', 'NOT EVALUABLE')),
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "ecg_subject_id" ON "ecg" ("subject_id")',
    """CREATE TABLE "physical_exam" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL DEFAULT '',
    "examined_at" TEXT NOT NULL,
    "system" TEXT CHECK ("system" IN (
        'GENERAL APPEARANCE', 'HEAD AND NECK', 'SKIN', 'LYMPH NODES',
        'CARDIOVASCULAR', 'RESPIRATORY', 'ABDOMEN', 'EXTREMITIES',
        'NEUROLOGICAL')),
    "finding" TEXT NOT NULL DEFAULT 'NORMAL' CHECK ("finding" IN ('NORMAL', 'ABNORMAL', 'NOT DONE')),
    "abnormal" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "physical_exam_subject_id" ON "physical_exam" ("subject_id")',
    """CREATE TABLE "assessment_not_done" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit" TEXT NOT NULL,
    "assessment" TEXT NOT NULL CHECK ("assessment" IN (
        'vital_signs', 'physical_examination', 'ecog', 'ecg', 'weight',
        'laboratory', 'imaging', 'medical_history', 'prior_therapy')),
    "reason" TEXT NOT NULL
) STRICT""",
    'CREATE INDEX "assessment_not_done_subject_id" ON "assessment_not_done" ("subject_id")',
    """CREATE TABLE "adverse_event" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "term" TEXT NOT NULL,
    "verbatim" TEXT NOT NULL DEFAULT '',
    "grade" INTEGER NOT NULL CHECK ("grade" IN (1, 2, 3, 4, 5)),
    "onset" TEXT NOT NULL,
    "grade_changes" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("grade_changes")),
    "end" TEXT,
    "relationship" TEXT CHECK ("relationship" IN (
        'NOT RELATED', 'UNLIKELY RELATED', 'POSSIBLY RELATED',
        'PROBABLY RELATED', 'RELATED')),
    "action_taken" TEXT NOT NULL DEFAULT 'DOSE NOT CHANGED' CHECK ("action_taken" IN (
        'DOSE NOT CHANGED', 'DRUG INTERRUPTED', 'DOSE DELAYED',
        'DOSE REDUCED', 'DRUG WITHDRAWN', 'NOT APPLICABLE', 'UNKNOWN')),
    "other_drugs" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("other_drugs")),
    "seriousness" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("seriousness")),
    "aware_at" TEXT,
    "admitted_on" TEXT,
    "discharged_on" TEXT,
    "outcome" TEXT NOT NULL DEFAULT 'UNKNOWN' CHECK ("outcome" IN (
        'RECOVERED/RESOLVED', 'RECOVERING/RESOLVING',
        'RECOVERED/RESOLVED WITH SEQUELAE', 'NOT RECOVERED/NOT RESOLVED',
        'FATAL', 'UNKNOWN')),
    "is_expected" TEXT NOT NULL DEFAULT 'NOT ASSESSED' CHECK ("is_expected" IN ('NOT ASSESSED', 'N', 'Y')),
    "is_immune_related" TEXT NOT NULL DEFAULT 'NOT ASSESSED' CHECK ("is_immune_related" IN ('NOT ASSESSED', 'N', 'Y')),
    "is_laboratory_only" TEXT NOT NULL DEFAULT 'NOT ASSESSED' CHECK ("is_laboratory_only" IN ('NOT ASSESSED', 'N', 'Y')),
    "narrative" TEXT NOT NULL DEFAULT '',
    "result_id" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "adverse_event_subject_id" ON "adverse_event" ("subject_id")',
    """CREATE TABLE "safety_report" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "event_id" TEXT NOT NULL,
    "report_kind" TEXT NOT NULL DEFAULT 'INITIAL' CHECK ("report_kind" IN ('INITIAL', 'FOLLOW-UP', 'EXPEDITED')),
    "sent_at" TEXT NOT NULL,
    "sent_to" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "safety_report_subject_id" ON "safety_report" ("subject_id")',
    """CREATE TABLE "intervention" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "name" TEXT NOT NULL,
    "intervention_kind" TEXT NOT NULL CHECK ("intervention_kind" IN (
        'platelet transfusion', 'red cell transfusion', 'growth factor',
        'anti-infective', 'steroid', 'substitution', 'procedure',
        'new anti-cancer therapy', 'other')),
    "start" TEXT NOT NULL,
    "end" TEXT,
    "dose" TEXT NOT NULL DEFAULT '',
    "treats" TEXT CHECK (json_valid("treats")),
    "reason" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "intervention_subject_id" ON "intervention" ("subject_id")',
    """CREATE TABLE "lab_result" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "test" TEXT NOT NULL,
    "taken_at" TEXT NOT NULL,
    "value" TEXT,
    "sign" TEXT NOT NULL DEFAULT '',
    "unit" TEXT NOT NULL DEFAULT '',
    "laboratory" TEXT NOT NULL DEFAULT '',
    "lln" TEXT,
    "uln" TEXT,
    "visit" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "lab_result_subject_id" ON "lab_result" ("subject_id")',
    """CREATE TABLE "normal_range" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "laboratory" TEXT NOT NULL,
    "test" TEXT NOT NULL,
    "sex" TEXT NOT NULL DEFAULT 'U' CHECK ("sex" IN ('F', 'M', 'U')),
    "unit" TEXT NOT NULL,
    "lln" TEXT,
    "uln" TEXT,
    "valid_from" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "normal_range_laboratory_test_sex_valid_from" ON "normal_range" ("laboratory", "test", "sex", "valid_from")',
    """CREATE TABLE "grade_texts" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "version" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "content" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "grade_texts_version" ON "grade_texts" ("version")',
    """CREATE TABLE "pk_sample" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "sample_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'PK' CHECK ("purpose" IN ('PK', 'ADA', 'BIOMARKER', 'OTHER')),
    "analyte" TEXT NOT NULL,
    "matrix" TEXT NOT NULL DEFAULT 'SERUM' CHECK ("matrix" IN ('SERUM', 'PLASMA')),
    "cycle" INTEGER NOT NULL,
    "day" INTEGER NOT NULL DEFAULT 1,
    "nominal_hours" TEXT NOT NULL,
    "taken_at" TEXT,
    "not_taken_reason" TEXT NOT NULL DEFAULT '',
    "condition" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "pk_sample_sample_id" ON "pk_sample" ("sample_id")',
    'CREATE INDEX "pk_sample_subject_id" ON "pk_sample" ("subject_id")',
    """CREATE TABLE "concentration" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "sample_id" TEXT NOT NULL,
    "analyte" TEXT NOT NULL,
    "value" TEXT,
    "is_blq" INTEGER NOT NULL DEFAULT 0 CHECK ("is_blq" IN (0, 1)),
    "lloq" TEXT,
    "unit" TEXT NOT NULL DEFAULT '',
    "flag" TEXT NOT NULL DEFAULT '',
    "is_reassay" INTEGER NOT NULL DEFAULT 0 CHECK ("is_reassay" IN (0, 1)),
    "excluded_because" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "concentration_sample_id_analyte" ON "concentration" ("sample_id", "analyte")',
    'CREATE INDEX "concentration_subject_id" ON "concentration" ("subject_id")',
    """CREATE TABLE "ada_result" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "drug" TEXT NOT NULL,
    "taken_at" TEXT NOT NULL,
    "cycle" INTEGER,
    "visit" TEXT NOT NULL DEFAULT '',
    "result" TEXT NOT NULL CHECK ("result" IN ('POSITIVE', 'NEGATIVE', 'NOT REPORTED')),
    "titre" TEXT,
    "neutralising" TEXT NOT NULL DEFAULT 'NOT REPORTED' CHECK ("neutralising" IN ('POSITIVE', 'NEGATIVE', 'NOT REPORTED')),
    "sample_id" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "ada_result_subject_id" ON "ada_result" ("subject_id")',
    """CREATE TABLE "biomarker_result" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "marker" TEXT NOT NULL,
    "taken_at" TEXT NOT NULL,
    "cycle" INTEGER,
    "timepoint" TEXT NOT NULL DEFAULT '',
    "value" TEXT,
    "sign" TEXT NOT NULL DEFAULT '',
    "unit" TEXT NOT NULL DEFAULT '',
    "sample_id" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "biomarker_result_subject_id" ON "biomarker_result" ("subject_id")',
    """CREATE TABLE "shipment" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "shipment_id" TEXT NOT NULL,
    "sent_on" TEXT NOT NULL,
    "laboratory" TEXT NOT NULL DEFAULT '',
    "sample_ids" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("sample_ids")),
    "received_at" TEXT,
    "absent_ids" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("absent_ids")),
    "condition" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "shipment_shipment_id" ON "shipment" ("shipment_id")',
    """CREATE TABLE "slope_decision" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "cycle" INTEGER NOT NULL,
    "analyte" TEXT NOT NULL,
    "chosen" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("chosen")),
    "excluded" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("excluded")),
    "is_left_out" INTEGER NOT NULL DEFAULT 0 CHECK ("is_left_out" IN (0, 1)),
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL DEFAULT '',
    "decided_at" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "slope_decision_subject_id_cycle_analyte" ON "slope_decision" ("subject_id", "cycle", "analyte")',
    """CREATE TABLE "adjudication" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "verdict" TEXT NOT NULL CHECK ("verdict" IN ('DLT', 'NO DLT', 'NOT YET KNOWN')),
    "reason" TEXT NOT NULL DEFAULT '',
    "is_second_opinion" INTEGER NOT NULL DEFAULT 0 CHECK ("is_second_opinion" IN (0, 1)),
    "derived" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "cut_off" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "signed_by" TEXT NOT NULL,
    "signed_role" TEXT NOT NULL DEFAULT '',
    "signed_at" TEXT NOT NULL
) STRICT""",
    'CREATE INDEX "adjudication_subject_id" ON "adjudication" ("subject_id")',
    """CREATE TABLE "lesion" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "lesion_kind" TEXT NOT NULL CHECK ("lesion_kind" IN ('target', 'non-target', 'new')),
    "number" INTEGER NOT NULL,
    "organ" TEXT NOT NULL,
    "is_nodal" INTEGER NOT NULL DEFAULT 0 CHECK ("is_nodal" IN (0, 1)),
    "side" TEXT CHECK ("side" IN ('LEFT', 'RIGHT', 'BILATERAL')),
    "description" TEXT NOT NULL DEFAULT '',
    "method" TEXT NOT NULL DEFAULT 'CT SCAN' CHECK ("method" IN (
        'CT SCAN', 'MRI', 'PET/CT SCAN', 'X-RAY', 'ULTRASOUND',
        'PHYSICAL EXAMINATION')),
    "slice_mm" TEXT,
    "first_seen_on" TEXT NOT NULL,
    "split_from" TEXT NOT NULL DEFAULT '',
    "merged_into" TEXT NOT NULL DEFAULT '',
    "merged_on" TEXT
) STRICT""",
    'CREATE UNIQUE INDEX "lesion_subject_id_lesion_kind_number" ON "lesion" ("subject_id", "lesion_kind", "number")',
    """CREATE TABLE "tumour_visit" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit_number" INTEGER NOT NULL,
    "scanned_on" TEXT NOT NULL,
    "method" TEXT NOT NULL DEFAULT 'CT SCAN' CHECK ("method" IN (
        'CT SCAN', 'MRI', 'PET/CT SCAN', 'X-RAY', 'ULTRASOUND',
        'PHYSICAL EXAMINATION')),
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "tumour_visit_subject_id_visit_number" ON "tumour_visit" ("subject_id", "visit_number")',
    """CREATE TABLE "lesion_measurement" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "lesion_id" TEXT NOT NULL,
    "visit_number" INTEGER NOT NULL,
    "scanned_on" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'measured' CHECK ("status" IN (
        'measured', 'too-small', 'absent', 'present', 'unequivocal-pd',
        'equivocal', 'not-evaluable')),
    "length_tenths" INTEGER,
    "method" TEXT CHECK ("method" IN (
        'CT SCAN', 'MRI', 'PET/CT SCAN', 'X-RAY', 'ULTRASOUND',
        'PHYSICAL EXAMINATION')),
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "lesion_measurement_subject_id_lesion_id_visit_number" ON "lesion_measurement" ("subject_id", "lesion_id", "visit_number")',
    """CREATE TABLE "response_call" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "visit_number" INTEGER NOT NULL,
    "response" TEXT NOT NULL CHECK ("response" IN (
        'CR', 'PR', 'SD', 'NON-CR/NON-PD', 'PD', 'NE', 'ND', 'MISSING',
        'NONE')),
    "comment" TEXT NOT NULL DEFAULT '',
    "derived" TEXT NOT NULL DEFAULT '',
    "evidence_hash" TEXT NOT NULL DEFAULT '',
    "cut_off" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "head" TEXT NOT NULL DEFAULT '',
    "protocol_version" TEXT NOT NULL DEFAULT '',
    "called_by" TEXT NOT NULL,
    "called_at" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "response_call_subject_id_visit_number" ON "response_call" ("subject_id", "visit_number")',
    """CREATE TABLE "survival_contact" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "contacted_on" TEXT NOT NULL,
    "how" TEXT NOT NULL DEFAULT 'TELEPHONE CALL' CHECK ("how" IN (
        'TELEPHONE CALL', 'IN PERSON', 'RELATIVE', 'PUBLIC RECORD',
        'OTHER')),
    "vital_status" TEXT NOT NULL CHECK ("vital_status" IN ('ALIVE', 'DEAD', 'UNKNOWN')),
    "last_alive_on" TEXT,
    "died_on" TEXT,
    "cause" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "survival_contact_subject_id" ON "survival_contact" ("subject_id")',
    """CREATE TABLE "end_of_treatment" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "decided_on" TEXT NOT NULL,
    "reason" TEXT NOT NULL CHECK ("reason" IN (
        'COMPLETED', 'PROGRESSIVE DISEASE', 'LACK OF EFFICACY',
        'ADVERSE EVENT', 'WITHDRAWAL BY SUBJECT', 'DEATH',
        'LOST TO FOLLOW-UP', 'PHYSICIAN DECISION', 'OTHER')),
    "decided_by" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "end_of_treatment_subject_id" ON "end_of_treatment" ("subject_id")',
    """CREATE TABLE "leaving" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "left_at" TEXT NOT NULL,
    "reason" TEXT NOT NULL CHECK ("reason" IN (
        'COMPLETED', 'STUDY TERMINATED BY SPONSOR',
        'WITHDRAWAL BY SUBJECT', 'DEATH', 'LOST TO FOLLOW-UP',
        'PROGRESSIVE DISEASE', 'ADVERSE EVENT', 'PHYSICIAN DECISION',
        'OTHER')),
    "decided_by" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "leaving_subject_id" ON "leaving" ("subject_id")',
    """CREATE TABLE "gate_condition" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "part_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "met_on" TEXT NOT NULL,
    "evidence" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "gate_condition_part_id_number" ON "gate_condition" ("part_id", "number")',
    """CREATE TABLE "part_opening" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "part_id" TEXT NOT NULL,
    "doses" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("doses")),
    "cohorts" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("cohorts")),
    "cut_off" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "attendees" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("attendees")),
    "reason" TEXT NOT NULL DEFAULT '',
    "signed_by" TEXT NOT NULL,
    "signed_role" TEXT NOT NULL DEFAULT '',
    "signed_at" TEXT NOT NULL
) STRICT""",
    """CREATE TABLE "decision" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "part_id" TEXT NOT NULL,
    "dose_level" INTEGER NOT NULL,
    "action" TEXT NOT NULL CHECK ("action" IN (
        'enrol', 'expand', 'escalate', 'de-escalate', 'hold', 'stay',
        'mtd', 'mad', 'stop')),
    "subjects" INTEGER NOT NULL DEFAULT 0,
    "cut_off" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "recommended" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "attendees" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("attendees")),
    "reason" TEXT NOT NULL DEFAULT '',
    "signed_by" TEXT NOT NULL,
    "signed_role" TEXT NOT NULL DEFAULT '',
    "signed_at" TEXT NOT NULL
) STRICT""",
    """CREATE TABLE "recommended_dose" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "part_id" TEXT NOT NULL,
    "dose_level" INTEGER NOT NULL,
    "dose" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "mtd" INTEGER,
    "mad" INTEGER,
    "decision_id" TEXT NOT NULL,
    "considerations" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("considerations")),
    "weighed" TEXT NOT NULL,
    "cut_off" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "attendees" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("attendees")),
    "reason" TEXT NOT NULL DEFAULT '',
    "signed_by" TEXT NOT NULL,
    "signed_role" TEXT NOT NULL DEFAULT '',
    "signed_at" TEXT NOT NULL
) STRICT""",
    """CREATE TABLE "deviation" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT REFERENCES subject(subject_id),
    "category" TEXT NOT NULL CHECK ("category" IN (
        'ELIGIBILITY', 'CLOSED SLOT', 'SPACING', 'DOSE', 'SCHEDULE',
        'DATA', 'OTHER')),
    "code" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "action" TEXT NOT NULL DEFAULT '',
    "occurred_on" TEXT NOT NULL,
    "importance" TEXT NOT NULL DEFAULT 'MINOR' CHECK ("importance" IN ('MINOR', 'IMPORTANT')),
    "about_kind" TEXT NOT NULL DEFAULT '',
    "about_id" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "deviation_subject_id" ON "deviation" ("subject_id")',
    """CREATE TABLE "account" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "user_id" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "role" TEXT NOT NULL CHECK ("role" IN (
        'coordinator', 'investigator', 'data manager', 'monitor',
        'medical monitor', 'committee member', 'pharmacist',
        'PK analyst', 'statistician', 'inspector', 'administrator')),
    "active_from" TEXT NOT NULL,
    "active_to" TEXT,
    "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1))
) STRICT""",
    'CREATE UNIQUE INDEX "account_user_id" ON "account" ("user_id")',
    """CREATE TABLE "signature" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT REFERENCES subject(subject_id),
    "about_kind" TEXT NOT NULL,
    "about_id" TEXT NOT NULL,
    "meaning" TEXT NOT NULL CHECK ("meaning" IN ('authorship', 'review', 'approval', 'responsibility')),
    "content_hash" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "signed_user" TEXT NOT NULL,
    "signed_by" TEXT NOT NULL,
    "signed_role" TEXT NOT NULL CHECK ("signed_role" IN (
        'coordinator', 'investigator', 'data manager', 'monitor',
        'medical monitor', 'committee member', 'pharmacist',
        'PK analyst', 'statistician', 'inspector', 'administrator')),
    "signed_at" TEXT NOT NULL
) STRICT""",
    'CREATE INDEX "signature_subject_id" ON "signature" ("subject_id")',
    """CREATE TABLE "query" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT REFERENCES subject(subject_id),
    "about_kind" TEXT NOT NULL,
    "about_id" TEXT NOT NULL,
    "field" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'open' CHECK ("state" IN ('open', 'answered', 'closed')),
    "messages" TEXT NOT NULL CHECK (json_valid("messages"))
) STRICT""",
    'CREATE INDEX "query_subject_id" ON "query" ("subject_id")',
    """CREATE TABLE "source_verification" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT REFERENCES subject(subject_id),
    "about_kind" TEXT NOT NULL,
    "about_id" TEXT NOT NULL,
    "field" TEXT NOT NULL DEFAULT '',
    "content_hash" TEXT NOT NULL,
    "verified_user" TEXT NOT NULL DEFAULT '',
    "verified_by" TEXT NOT NULL,
    "verified_at" TEXT NOT NULL,
    "is_withdrawn" INTEGER NOT NULL DEFAULT 0 CHECK ("is_withdrawn" IN (0, 1))
) STRICT""",
    'CREATE INDEX "source_verification_subject_id" ON "source_verification" ("subject_id")',
    """CREATE TABLE "lock" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "scope" TEXT NOT NULL CHECK ("scope" IN ('form', 'subject', 'level', 'study')),
    "target" TEXT NOT NULL,
    "is_locked" INTEGER NOT NULL CHECK ("is_locked" IN (0, 1)),
    "reason" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_role" TEXT NOT NULL DEFAULT '',
    "changed_at" TEXT NOT NULL,
    "unlocked_position" INTEGER NOT NULL DEFAULT 0
) STRICT""",
    'CREATE UNIQUE INDEX "lock_scope_target" ON "lock" ("scope", "target")',
    """CREATE TABLE "redaction" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "about_kind" TEXT NOT NULL,
    "about_id" TEXT NOT NULL,
    "fields" TEXT NOT NULL CHECK (json_valid("fields")),
    "events" TEXT NOT NULL CHECK (json_valid("events")),
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'requested' CHECK ("state" IN ('requested', 'done', 'refused')),
    "requested_user" TEXT NOT NULL DEFAULT '',
    "requested_by" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "decided_user" TEXT NOT NULL DEFAULT '',
    "decided_by" TEXT NOT NULL DEFAULT '',
    "decided_at" TEXT,
    "results" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("results"))
) STRICT""",
)

STATEMENTS = (*STREAM, *RECORDS)
