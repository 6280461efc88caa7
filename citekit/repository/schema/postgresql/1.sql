CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- What each record is now. A deleted record keeps its row, so that harvesters hear of it.
CREATE TABLE record (
    key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    datestamp BIGINT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    doi TEXT,
    specs TEXT NOT NULL,
    json TEXT
);
CREATE INDEX record_datestamp ON record (datestamp, key);
CREATE INDEX record_doi ON record (doi) WHERE doi IS NOT NULL;

-- What each record was before.
CREATE TABLE revision (
    record BIGINT NOT NULL REFERENCES record (key),
    version INTEGER NOT NULL,
    datestamp BIGINT NOT NULL,
    json TEXT,
    PRIMARY KEY (record, version)
);

CREATE TABLE record_set (
    key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    spec TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL
);
CREATE TABLE membership (
    set_key BIGINT NOT NULL REFERENCES record_set (key),
    datestamp BIGINT NOT NULL,
    record BIGINT NOT NULL REFERENCES record (key),
    PRIMARY KEY (set_key, datestamp, record)
);

-- How far each source has been harvested.
CREATE TABLE harvest (
    source TEXT PRIMARY KEY,
    datestamp TEXT,
    token TEXT,
    started TEXT
);

CREATE TABLE words (
    record BIGINT PRIMARY KEY REFERENCES record (key),
    vector TSVECTOR NOT NULL
);
CREATE INDEX words_vector ON words USING GIN (vector);
