-- name: register_any
-- in: cell type
-- out: id
SELECT id FROM register_row WHERE cell = $1 AND type = $2 LIMIT 1;

-- name: register_find
-- in: cell type unit_code volume number_raw
-- out: id office_text file_number status type_version body body_hash entry
SELECT id, office_text, file_number, status, type_version, body, body_hash,
  entry
FROM register_row WHERE cell = $1 AND type = $2 AND unit_code = $3
  AND volume = $4 AND number_raw = $5;

-- name: register_by_file
-- in: cell type file_number
-- out: id unit_code office_text volume number_raw status body_hash entry
SELECT id, unit_code, office_text, volume, number_raw, status, body_hash, entry
FROM register_row WHERE cell = $1 AND type = $2 AND file_number = $3;

-- name: register_slice
-- in: cell after limit
-- out: id type type_version unit_code volume number_raw file_number body entry
--      book_body book_version office_text
SELECT r.id, r.type, r.type_version, r.unit_code, r.volume, r.number_raw,
  r.file_number, r.body, r.entry, COALESCE(f.body, c.body, a.body, ''),
  COALESCE(f.type_version, c.type_version, a.type_version, 0), r.office_text
FROM register_row AS r
  LEFT JOIN transcription AS f
    ON f.cell = r.cell AND f.entry = r.entry AND f.pass = 'final'
  LEFT JOIN transcription AS c
    ON c.cell = r.cell AND c.entry = r.entry AND c.pass = 'C'
  LEFT JOIN transcription AS a
    ON a.cell = r.cell AND a.entry = r.entry AND a.pass = 'A'
WHERE r.cell = $1 AND r.id > $2 ORDER BY r.id LIMIT $3;

-- name: register_claims
-- in: cell type unit_code office_text volume number_raw
-- out: entries
SELECT COUNT(*) FROM book AS b JOIN entry AS e
  ON e.cell = b.cell AND e.book = b.id
WHERE b.cell = $1 AND b.type = $2 AND b.unit_code = $3
  AND b.office_text = $4 AND b.volume = $5 AND e.number_raw = $6;

-- name: register_lacks
-- in: cell
-- out: type entries
-- scan: ok
SELECT b.type, COUNT(*)
FROM entry AS e JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE e.cell = $1 AND NOT EXISTS (
  SELECT 1 FROM register_row AS r WHERE r.cell = e.cell AND r.entry = e.id)
GROUP BY b.type ORDER BY b.type;

-- name: register_of_entry
-- in: cell entry
-- out: body file_number status type_version
SELECT body, file_number, status, type_version FROM register_row
WHERE cell = $1 AND entry = $2;

-- name: register_counts
-- in: cell
-- out: all without_entry
-- scan: ok
SELECT COUNT(*), COALESCE(SUM(CASE WHEN entry = 0 THEN 1 ELSE 0 END), 0)
FROM register_row WHERE cell = $1;

-- name: register_sums
-- in: cell
-- out: all entries
-- scan: ok
SELECT COUNT(*), COUNT(DISTINCT CASE WHEN entry <> 0 THEN entry END)
FROM register_row WHERE cell = $1;

-- name: register_works
-- in: cell
-- out: entry type stream has_row unit_code
-- scan: ok
SELECT e.id, b.type, w.stream, CASE WHEN EXISTS (
    SELECT 1 FROM register_row AS r WHERE r.cell = e.cell AND r.entry = e.id)
  THEN 1 ELSE 0 END, b.unit_code
FROM entry AS e JOIN book AS b ON b.cell = e.cell AND b.id = e.book
  JOIN work AS w ON w.cell = e.cell AND w.entry = e.id
WHERE e.cell = $1 ORDER BY b.type, e.id, w.stream;
