-- From what was read to the things, the most used first.

-- the narrowest class has the smallest number; formal ones say no more than what kind a thing is
INSERT INTO read_class (iri, count, kind)
    SELECT class, count(*),
        CASE replace(class, 'http://www.w3.org/', '')
            WHEN '2002/07/owl#Class' THEN 0
            WHEN '2000/01/rdf-schema#Class' THEN 0
            WHEN '1999/02/22-rdf-syntax-ns#Property' THEN 1
            WHEN '2002/07/owl#ObjectProperty' THEN 1
            WHEN '2002/07/owl#DatatypeProperty' THEN 1
            WHEN '2002/07/owl#AnnotationProperty' THEN 1
            ELSE 3
        END
    FROM read_type GROUP BY class
    ORDER BY class GLOB 'http://www.w3.org/2002/07/owl#*'
        OR class GLOB 'http://www.w3.org/2000/01/rdf-schema#*'
        OR class GLOB 'http://www.w3.org/1999/02/22-rdf-syntax-ns#*', count(*), class;
INSERT INTO read_list (iri) SELECT DISTINCT scheme FROM read_scheme ORDER BY scheme;
-- what only stands in a list is no thing yet
INSERT INTO read_thing
    SELECT iri, min(kind), min(class), group_concat(class), group_concat(list) FROM (
        SELECT read_type.iri AS iri, kind, number AS class, NULL AS list
            FROM read_type JOIN read_class ON read_class.iri = read_type.class
        UNION ALL SELECT iri, 0, NULL, NULL FROM read_class
        UNION ALL SELECT iri, kind, NULL, NULL FROM read_term
        UNION ALL SELECT iri, 3, NULL, NULL FROM read_name
        UNION ALL SELECT read_scheme.iri, NULL, NULL, number
            FROM read_scheme JOIN read_list ON read_list.iri = read_scheme.scheme
    ) GROUP BY iri HAVING min(kind) IS NOT NULL;
INSERT INTO read_order (iri, kind, class, classes, lists, uses)
    SELECT read_thing.iri, read_thing.kind, class, classes, lists, coalesce(
        CASE read_thing.kind WHEN 0 THEN count WHEN 3 THEN used ELSE uses END, 0
    ) AS number
    FROM read_thing
    LEFT JOIN (SELECT iri, sum(count) AS used FROM read_use GROUP BY iri) AS linked
        ON linked.iri = read_thing.iri
    LEFT JOIN read_class ON read_class.iri = read_thing.iri
    LEFT JOIN read_term ON read_term.iri = read_thing.iri
    ORDER BY number DESC, read_thing.kind, length(read_thing.iri), read_thing.iri;
INSERT INTO thing (id, iri, kind, class, uses)
    SELECT id, read_order.iri,
        CASE read_order.kind
            WHEN 0 THEN 'class' WHEN 1 THEN 'property' WHEN 2 THEN 'graph' ELSE 'individual'
        END,
        coalesce(read_class.iri, ''), uses
    FROM read_order LEFT JOIN read_class ON read_class.number = read_order.class ORDER BY id;
CREATE UNIQUE INDEX thing_iri ON thing (iri);
CREATE INDEX thing_term ON thing (iri) WHERE kind <> 'individual';
