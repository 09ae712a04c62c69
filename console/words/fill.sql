-- From what was read to the things, the most used first.

INSERT INTO read_thing (iri, kind)
    SELECT class, 0 FROM read_type WHERE true GROUP BY class
    ON CONFLICT (iri) DO UPDATE SET kind = min(kind, 0);
INSERT INTO read_thing (iri, kind)
    SELECT DISTINCT iri, 3 FROM read_type WHERE true ON CONFLICT DO NOTHING;
INSERT INTO read_thing (iri, kind)
    SELECT DISTINCT iri, 3 FROM read_name WHERE true ON CONFLICT DO NOTHING;
UPDATE read_thing SET uses = coalesce((SELECT count FROM read_use WHERE read_use.iri = read_thing.iri), 0)
    WHERE kind = 3;
INSERT INTO read_class (iri, count, formal)
    SELECT class, count(*), class GLOB 'http://www.w3.org/2002/07/owl#*'
        OR class GLOB 'http://www.w3.org/2000/01/rdf-schema#*'
        OR class GLOB 'http://www.w3.org/1999/02/22-rdf-syntax-ns#*'
    FROM read_type GROUP BY class;
UPDATE read_thing SET uses = coalesce((SELECT count FROM read_class WHERE read_class.iri = read_thing.iri), 0)
    WHERE kind = 0;
INSERT INTO thing (iri, kind, class, uses)
    SELECT iri,
        CASE kind WHEN 0 THEN 'class' WHEN 1 THEN 'property' WHEN 2 THEN 'graph' ELSE 'individual' END,
        coalesce((
            SELECT read_type.class FROM read_type JOIN read_class ON read_class.iri = read_type.class
            WHERE read_type.iri = read_thing.iri ORDER BY formal, count, read_class.iri LIMIT 1
        ), ''),
        uses
    FROM read_thing ORDER BY uses DESC, kind, length(iri), iri;
CREATE UNIQUE INDEX thing_iri ON thing (iri);
CREATE INDEX thing_term ON thing (iri) WHERE kind <> 'individual';
