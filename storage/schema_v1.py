"""Schema 1: the event stream and a table a record kind. Frozen once released."""

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
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    zone TEXT NOT NULL,
    utc_offset TEXT NOT NULL,
    clock_went_back INTEGER NOT NULL CHECK (clock_went_back IN (0, 1)),
    protocol_version TEXT NOT NULL,
    payload_version INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (operation <> 'correct' OR trim(reason) <> ''),
    payload_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT""",
    """CREATE TABLE payload (
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
    *(
        f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table}\n"
        "BEGIN SELECT RAISE(ABORT, 'the event stream is never changed'); END"
        for table in ("event", "payload", "study_file")
        for verb in ("update", "delete")
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
    "enrolled_at" TEXT NOT NULL
) STRICT""",
    'CREATE UNIQUE INDEX "enrolment_subject_id" ON "enrolment" ("subject_id")',
    """CREATE TABLE "administration" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "cycle" INTEGER NOT NULL,
    "started_at" TEXT NOT NULL,
    "weight_kg" TEXT,
    "planned_mg" TEXT NOT NULL,
    "given_mg" TEXT NOT NULL,
    "change" TEXT NOT NULL DEFAULT 'AS PLANNED' CHECK ("change" IN ('AS PLANNED', 'INTERRUPTED', 'REDUCED', 'OMITTED')),
    "reason" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE UNIQUE INDEX "administration_subject_id_cycle" ON "administration" ("subject_id", "cycle")',
    """CREATE TABLE "adverse_event" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "term" TEXT NOT NULL,
    "grade" INTEGER NOT NULL CHECK ("grade" IN (1, 2, 3, 4, 5)),
    "onset" TEXT NOT NULL,
    "end" TEXT,
    "relationship" TEXT NOT NULL CHECK ("relationship" IN (
        'NOT RELATED', 'UNLIKELY RELATED', 'POSSIBLY RELATED',
        'PROBABLY RELATED', 'RELATED')),
    "is_serious" INTEGER NOT NULL DEFAULT 0 CHECK ("is_serious" IN (0, 1)),
    "action_taken" TEXT NOT NULL DEFAULT 'DOSE NOT CHANGED' CHECK ("action_taken" IN (
        'DOSE NOT CHANGED', 'DRUG INTERRUPTED', 'DOSE DELAYED',
        'DOSE REDUCED', 'DRUG WITHDRAWN', 'NOT APPLICABLE', 'UNKNOWN')),
    "outcome" TEXT NOT NULL DEFAULT 'UNKNOWN' CHECK ("outcome" IN (
        'RECOVERED/RESOLVED', 'RECOVERING/RESOLVING',
        'RECOVERED/RESOLVED WITH SEQUELAE', 'NOT RECOVERED/NOT RESOLVED',
        'FATAL', 'UNKNOWN')),
    "dlt_mark" TEXT NOT NULL DEFAULT 'NOT ASSESSED' CHECK ("dlt_mark" IN ('NOT ASSESSED', 'N', 'Y')),
    "dlt_reason" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "adverse_event_subject_id" ON "adverse_event" ("subject_id")',
    """CREATE TABLE "leaving" (
    "record_id" TEXT NOT NULL PRIMARY KEY,
    "last_event" INTEGER NOT NULL REFERENCES event(sequence),
    "subject_id" TEXT NOT NULL REFERENCES subject(subject_id),
    "left_at" TEXT NOT NULL,
    "reason" TEXT NOT NULL CHECK ("reason" IN (
        'WITHDRAWAL BY SUBJECT', 'DEATH', 'LOST TO FOLLOW-UP',
        'PROGRESSIVE DISEASE', 'ADVERSE EVENT', 'PHYSICIAN DECISION',
        'OTHER')),
    "comment" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "leaving_subject_id" ON "leaving" ("subject_id")',
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
    "occurred_on" TEXT NOT NULL,
    "importance" TEXT NOT NULL DEFAULT 'MINOR' CHECK ("importance" IN ('MINOR', 'IMPORTANT')),
    "about_kind" TEXT NOT NULL DEFAULT '',
    "about_id" TEXT NOT NULL DEFAULT ''
) STRICT""",
    'CREATE INDEX "deviation_subject_id" ON "deviation" ("subject_id")',
)

STATEMENTS = (*STREAM, *RECORDS)
