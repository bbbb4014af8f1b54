-- name: check_all
-- in: cell
-- out: entry type type_version basis rules registered event kin
SELECT entry, type, type_version, basis, rules, registered, event, kin
FROM entry_check WHERE cell = $1 ORDER BY entry;

-- name: check_keyed
-- in: cell
-- out: entry
-- scan: ok
SELECT entry FROM transcription WHERE cell = $1 ORDER BY entry;

-- name: match_people
-- in: cell
-- out: id12 entry role
SELECT id12, entry, role FROM match
WHERE cell = $1 AND id12 > '' AND class <> 'REVIEW' ORDER BY id12;

-- name: check_works
-- in: cell
-- out: entry book number stream state class done_ms
-- scan: ok
SELECT e.id, e.book, e.number, w.stream, w.state, w.class, w.done_ms
FROM entry AS e CROSS JOIN work AS w
WHERE e.cell = $1 AND w.cell = e.cell AND w.entry = e.id
ORDER BY e.book, e.number, e.id, w.stream;
