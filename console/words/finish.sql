-- What was read is not needed any more; what was written is put together.

DROP TABLE read_use;
DROP TABLE read_thing;
DROP TABLE read_name;
DROP TABLE read_type;
DROP TABLE read_scheme;
DROP TABLE read_class;
INSERT INTO words (words) VALUES ('optimize');
INSERT INTO parts (parts) VALUES ('optimize');
