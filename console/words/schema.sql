-- The index of names of one release. Things are numbered by use, the most used first, so that
-- whatever is looked up comes in the order of their use and may be cut off anywhere.
-- What is read from the store comes into the tables "read_..." as it comes, and is sorted by the
-- disk; they are dropped at the end.

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

-- things of one kind, of the same classes and in the same lists are of one sort
CREATE TABLE sort (id INTEGER PRIMARY KEY, kind TEXT NOT NULL);
CREATE TABLE sort_of (iri TEXT NOT NULL, sort INTEGER NOT NULL, PRIMARY KEY (iri, sort)) WITHOUT ROWID;

-- the beginning of every name, folded
CREATE TABLE beginning (
    folded TEXT NOT NULL, thing INTEGER NOT NULL, sort INTEGER NOT NULL, PRIMARY KEY (folded, thing)
) WITHOUT ROWID;

-- a beginning of a length that has no list of its own is put together from all its words
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', columnsize = 0, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10 11 12',
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

CREATE TABLE read_use (iri TEXT, count INTEGER);
CREATE TABLE read_term (iri TEXT PRIMARY KEY, kind INTEGER, uses INTEGER) WITHOUT ROWID;
CREATE TABLE read_name (iri TEXT, source INTEGER, language TEXT, text TEXT);
CREATE TABLE read_type (iri TEXT, class TEXT);
CREATE TABLE read_scheme (iri TEXT, scheme TEXT);
CREATE TABLE read_class (number INTEGER PRIMARY KEY, iri TEXT UNIQUE, count INTEGER, kind INTEGER);
CREATE TABLE read_list (number INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE read_thing (iri TEXT, kind INTEGER, class INTEGER, classes TEXT, lists TEXT);
CREATE TABLE read_order (
    id INTEGER PRIMARY KEY, iri TEXT, kind INTEGER, class INTEGER, classes TEXT, lists TEXT, uses INTEGER
);
CREATE TABLE read_beginning (folded TEXT, thing INTEGER, sort INTEGER);
CREATE TABLE read_spelling (key INTEGER, word INTEGER);
