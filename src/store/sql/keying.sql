-- name: keying_last
-- in: cell book year number
-- out: entry number_raw number year page
SELECT id, number_raw, number, year, page FROM entry
WHERE cell = $1 AND book = $2 AND (year, number) < ($3, $4)
ORDER BY year DESC, number DESC, id DESC LIMIT 1;

-- name: keying_numbers
-- in: cell book year number
-- out: number
SELECT DISTINCT number FROM entry
WHERE cell = $1 AND book = $2 AND year = $3 AND number > $4 ORDER BY number;

-- name: keying_place
-- in: cell entry
-- out: book number_raw number year ordinal
SELECT book, number_raw, number, year, ordinal FROM entry
WHERE cell = $1 AND id = $2;

-- name: keying_body
-- in: cell entry
-- out: body_hash import import_line
SELECT body_hash, import, import_line FROM transcription
WHERE cell = $1 AND entry = $2 AND pass = 'A';

-- name: draft_get
-- in: cell staff book slot
-- out: body seconds keys at_ms
SELECT body, seconds, keys, at_ms FROM draft
WHERE cell = $1 AND staff = $2 AND book = $3 AND slot = $4;

-- name: draft_of_book
-- in: cell staff book
-- out: slot
SELECT slot FROM draft
WHERE cell = $1 AND staff = $2 AND book = $3 AND body <> '';

-- name: abbreviation_get
-- in: cell staff
-- out: body
SELECT body FROM abbreviation WHERE cell = $1 AND staff = $2;

-- name: request_get
-- in: cell staff request
-- out: hash entry
SELECT hash, entry FROM request
WHERE cell = $1 AND staff = $2 AND request = $3;

-- name: suggest_of_book
-- in: cell book after limit
-- out: entry body type_version
SELECT e.id, t.body, t.type_version
FROM entry AS e JOIN transcription AS t
  ON t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
WHERE e.cell = $1 AND e.book = $2 AND e.id > $3
ORDER BY e.id DESC LIMIT $4;

-- name: suggest_books
-- in: cell type unit_code office_text book
-- out: id
SELECT id FROM book WHERE cell = $1 AND type = $2 AND unit_code = $3
  AND office_text = $4 AND id <> $5 ORDER BY id DESC LIMIT 64;

-- name: shelf_books
-- in: cell type book
-- out: id type unit_code office_text office_raw volume year era stream
--      first_number last_number
-- scan: ok
SELECT id, type, unit_code, office_text, office_raw, volume, year, era,
  stream, first_number, last_number
FROM book WHERE cell = $1 AND ($2 = '' OR type = $2) AND ($3 = 0 OR id = $3)
ORDER BY type, year, volume, id;

-- name: shelf_works
-- in: cell book
-- out: state class stream count
SELECT w.state, w.class, w.stream, COUNT(*)
FROM entry AS e JOIN work AS w ON w.cell = e.cell AND w.entry = e.id
WHERE e.cell = $1 AND e.book = $2 GROUP BY w.state, w.class, w.stream
ORDER BY w.state, w.class, w.stream;

-- name: shelf_counts
-- in: cell book
-- out: entries pages
SELECT (SELECT COUNT(*) FROM entry WHERE cell = $1 AND book = $2),
  (SELECT COUNT(*) FROM page_image WHERE cell = $1 AND book = $2);

-- name: shelf_map
-- in: cell book
-- out: entry number_raw number year ordinal state class differs
SELECT e.id, e.number_raw, e.number, e.year, e.ordinal, w.state, w.class,
  CASE WHEN EXISTS (SELECT 1 FROM difference AS d WHERE d.cell = e.cell
    AND d.entry = e.id AND d.is_gone = 0 AND d.decides = 1
    AND d.decision IN ('', 'evidence')) THEN 1 ELSE 0 END
FROM entry AS e JOIN work AS w ON w.cell = e.cell AND w.entry = e.id
WHERE e.cell = $1 AND e.book = $2
ORDER BY e.year, e.number, e.number_raw, e.ordinal, w.stream;
