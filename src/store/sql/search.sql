-- name: word_entries
-- in: cell from to
-- out: word type entries
SELECT word, type, entries FROM entry_word
WHERE cell = $1 AND word >= $2 AND word < $3
ORDER BY word, type, segment;

-- name: word_weight
-- in: cell from to
-- out: bytes
SELECT COALESCE(SUM(LENGTH(entries)), 0) FROM entry_word
WHERE cell = $1 AND word >= $2 AND word < $3;

-- name: person_get
-- in: cell entry role
-- out: search sort_key born
SELECT search, sort_key, born FROM entry_person
WHERE cell = $1 AND entry = $2 AND role = $3;

-- name: person_any
-- in: cell
-- out: entry
SELECT entry FROM entry_person WHERE cell = $1 LIMIT 1;

-- name: match_of_person
-- in: cell id12
-- out: entry role type
SELECT m.entry, m.role, b.type FROM match AS m
  JOIN entry AS e ON e.cell = m.cell AND e.id = m.entry
  JOIN book AS b ON b.cell = e.cell AND b.id = e.book
WHERE m.cell = $1 AND m.id12 = $2 AND m.class <> 'REVIEW'
ORDER BY m.entry, m.role;

-- name: place_by_number
-- in: cell volume number year number_raw
-- out: entry type
SELECT e.id, b.type FROM book AS b CROSS JOIN entry AS e
WHERE b.cell = $1 AND ($2 = '' OR b.volume = $2)
  AND e.cell = b.cell AND e.book = b.id AND e.number = $3
  AND ($4 = 0 OR e.year = $4 OR e.year = 0)
  AND ($5 = '' OR e.number_raw = $5)
ORDER BY e.id;

-- name: place_by_volume
-- in: cell volume
-- out: entry type
SELECT e.id, b.type FROM book AS b CROSS JOIN entry AS e
WHERE b.cell = $1 AND b.volume = $2 AND e.cell = b.cell AND e.book = b.id
ORDER BY e.id;

-- name: body_any
-- in: cell
-- out: entry
SELECT entry FROM transcription WHERE cell = $1 LIMIT 1;

-- name: body_next
-- in: cell after limit
-- out: entry body type_version type
SELECT t.entry, t.body, t.type_version, b.type
FROM transcription AS t CROSS JOIN entry AS e CROSS JOIN book AS b
WHERE t.cell = $1 AND t.entry > $2
  AND e.cell = t.cell AND e.id = t.entry AND b.cell = e.cell AND b.id = e.book
  AND NOT EXISTS (
    SELECT 1 FROM transcription AS better
    WHERE better.cell = t.cell AND better.entry = t.entry
      AND CASE better.pass WHEN 'final' THEN 0 WHEN 'C' THEN 1 WHEN 'A' THEN 2
            ELSE 3 END
        < CASE t.pass WHEN 'final' THEN 0 WHEN 'C' THEN 1 WHEN 'A' THEN 2
            ELSE 3 END)
ORDER BY t.entry LIMIT $3;
