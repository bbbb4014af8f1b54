-- name: group_pair
-- in: cell entry role field
-- out: book book_value person_value
SELECT e.book, d.book_value, d.person_value
FROM difference AS d JOIN entry AS e ON e.cell = d.cell AND e.id = d.entry
WHERE d.cell = $1 AND d.entry = $2 AND d.role = $3 AND d.field = $4
  AND d.is_gone = 0;

-- name: group_alike
-- in: cell book role field book_value person_value first
-- out: entry number_raw stream version
SELECT e.id, e.number_raw, w.stream, w.version
FROM entry AS e
  JOIN difference AS d ON d.cell = e.cell AND d.entry = e.id
  JOIN work AS w ON w.cell = e.cell AND w.entry = e.id
WHERE e.cell = $1 AND e.book = $2 AND d.role = $3 AND d.field = $4
  AND d.book_value = $5 AND d.person_value = $6 AND d.is_gone = 0
  AND d.decides = 1 AND d.decision IN ('', 'evidence')
  AND w.state IN ('classified', 'verifying', 'decided')
ORDER BY CASE WHEN e.id = $7 THEN 0 ELSE 1 END, e.year, e.number, e.id,
  w.stream;
