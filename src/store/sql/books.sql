-- name: book_find
-- in: cell type unit_code office_text volume year copy
-- out: id
SELECT id FROM book WHERE cell = $1 AND type = $2 AND unit_code = $3
  AND office_text = $4 AND volume = $5 AND year = $6 AND copy = $7;

-- name: book_all
-- in: cell
-- out: id type unit_code office_text volume year era entries
-- scan: ok
SELECT b.id, b.type, b.unit_code, b.office_text, b.volume, b.year, b.era,
  (SELECT COUNT(*) FROM entry AS e WHERE e.cell = b.cell AND e.book = b.id)
FROM book AS b WHERE b.cell = $1 ORDER BY b.type, b.year, b.volume, b.id;

-- name: book_get
-- in: cell id
-- out: type unit_code office_text volume year era office_raw stream
--      first_number last_number
SELECT type, unit_code, office_text, volume, year, era, office_raw, stream,
  first_number, last_number
FROM book WHERE cell = $1 AND id = $2;

-- name: book_slots
-- in: cell book
-- out: entry number_raw ordinal body_hash
SELECT e.id, e.number_raw, e.ordinal, t.body_hash
FROM entry AS e JOIN transcription AS t
  ON t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
WHERE e.cell = $1 AND e.book = $2;

-- name: book_bodies
-- in: cell book
-- out: body is_approved type_version
SELECT t.body, CASE WHEN EXISTS (SELECT 1 FROM work AS w
  WHERE w.cell = e.cell AND w.entry = e.id
  AND w.state IN ('approved', 'handed_over')) THEN 1 ELSE 0 END,
  t.type_version
FROM entry AS e JOIN transcription AS t
  ON t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
WHERE e.cell = $1 AND e.book = $2
ORDER BY e.year, e.number, e.number_raw, e.ordinal;

-- name: book_approved
-- in: cell book
-- out: approved
SELECT COUNT(*) FROM entry AS e WHERE e.cell = $1 AND e.book = $2
  AND EXISTS (SELECT 1 FROM work AS w WHERE w.cell = e.cell
  AND w.entry = e.id AND w.state IN ('approved', 'handed_over'));
