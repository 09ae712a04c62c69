-- What was read is not needed any more; what was written is put in order.

INSERT INTO beginning SELECT DISTINCT folded, thing, sort FROM read_beginning ORDER BY folded, thing;
INSERT INTO spelling SELECT DISTINCT key, word FROM read_spelling ORDER BY key, word;
DROP TABLE read_use;
DROP TABLE read_term;
DROP TABLE read_name;
DROP TABLE read_type;
DROP TABLE read_scheme;
DROP TABLE read_class;
DROP TABLE read_list;
DROP TABLE read_thing;
DROP TABLE read_order;
DROP TABLE read_beginning;
DROP TABLE read_spelling;
INSERT INTO words (words) VALUES ('optimize');
INSERT INTO parts (parts) VALUES ('optimize');
