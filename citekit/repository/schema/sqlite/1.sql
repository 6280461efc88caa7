CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What each record is now. A deleted record keeps its row, so that harvesters hear of it.
CREATE TABLE record (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    datestamp INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    doi TEXT,
    specs TEXT NOT NULL,
    json TEXT
);
CREATE INDEX record_datestamp ON record (datestamp, key);
CREATE INDEX record_doi ON record (doi) WHERE doi IS NOT NULL;

-- What each record was before.
CREATE TABLE revision (
    record INTEGER NOT NULL REFERENCES record (key),
    version INTEGER NOT NULL,
    datestamp INTEGER NOT NULL,
    json TEXT,
    PRIMARY KEY (record, version)
) WITHOUT ROWID;

CREATE TABLE record_set (
    key INTEGER PRIMARY KEY,
    spec TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
CREATE TABLE membership (
    set_key INTEGER NOT NULL REFERENCES record_set (key),
    datestamp INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES record (key),
    PRIMARY KEY (set_key, datestamp, record)
) WITHOUT ROWID;

-- How far each source has been harvested.
CREATE TABLE harvest (
    source TEXT PRIMARY KEY,
    datestamp TEXT,
    token TEXT,
    started TEXT
) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    title, author, container, text,
    tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
);
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(10.0, 5.0, 2.0, 1.0)');
