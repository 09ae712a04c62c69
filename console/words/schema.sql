-- The index of names of one release. Things are numbered by use, the most used first, so that
-- whatever is looked up comes in the order of their use and may be cut off anywhere.
-- What is read from the store comes into the tables "read_..." and is dropped at the end.

CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE thing (
    id INTEGER PRIMARY KEY,
    iri TEXT NOT NULL,
    kind TEXT NOT NULL,         -- class, property, individual, graph
    class TEXT NOT NULL,        -- the narrowest class of the thing, or ''
    uses INTEGER NOT NULL       -- instances, triples or links, by kind
);

CREATE TABLE name (
    thing INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    source INTEGER NOT NULL,    -- 0 label, 1 alias, 2 notation, 3 end of the IRI
    PRIMARY KEY (thing, number)
) WITHOUT ROWID;

-- the beginning of every name, folded
CREATE TABLE beginning (
    folded TEXT NOT NULL, thing INTEGER NOT NULL, PRIMARY KEY (folded, thing)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', columnsize = 0, detail = none, prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);

-- the words that occur, the most used first, for parts of words and for typos
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE VIRTUAL TABLE parts USING fts5 (
    text, content = '', columnsize = 0, detail = none, tokenize = 'trigram'
);
CREATE TABLE spelling (
    key INTEGER NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)
) WITHOUT ROWID;

-- what the data and the shapes say of properties: of which classes, with which objects
CREATE TABLE usual (
    class TEXT, property TEXT, count INTEGER, PRIMARY KEY (class, property)
) WITHOUT ROWID;
CREATE TABLE shaped (
    class TEXT, property TEXT, required INTEGER, PRIMARY KEY (class, property)
) WITHOUT ROWID;
CREATE TABLE domain (
    class TEXT, property TEXT, PRIMARY KEY (class, property)
) WITHOUT ROWID;
CREATE TABLE object (
    property TEXT, iri TEXT, count INTEGER, PRIMARY KEY (property, iri)
) WITHOUT ROWID;
CREATE TABLE range (
    property TEXT, kind TEXT, iri TEXT, PRIMARY KEY (property, kind, iri)
) WITHOUT ROWID;
CREATE TABLE above (
    class TEXT, above TEXT, PRIMARY KEY (class, above)
) WITHOUT ROWID;
CREATE TABLE prefix (name TEXT PRIMARY KEY, iri TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE read_use (iri TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE read_thing (iri TEXT PRIMARY KEY, kind INTEGER NOT NULL, uses INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE read_name (iri TEXT, source INTEGER, language TEXT, text TEXT, PRIMARY KEY (iri, source, language, text)) WITHOUT ROWID;
CREATE TABLE read_type (iri TEXT, class TEXT, PRIMARY KEY (iri, class)) WITHOUT ROWID;
CREATE TABLE read_scheme (iri TEXT, scheme TEXT, PRIMARY KEY (iri, scheme)) WITHOUT ROWID;
CREATE TABLE read_class (iri TEXT PRIMARY KEY, count INTEGER NOT NULL, formal INTEGER NOT NULL, number INTEGER) WITHOUT ROWID;
