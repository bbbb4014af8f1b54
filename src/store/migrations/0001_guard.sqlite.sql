-- SQLite only: the chain grows at its end and nowhere else, and an approved
-- transcription stays as it is, whoever holds the connection.
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows never change'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never deleted'); END;
CREATE TRIGGER transcription_keeps BEFORE DELETE ON transcription
BEGIN SELECT RAISE(ABORT, 'transcriptions are never deleted'); END;
CREATE TRIGGER transcription_stays BEFORE UPDATE ON transcription
WHEN EXISTS (SELECT 1 FROM work WHERE cell = OLD.cell AND entry = OLD.entry
             AND state IN ('approved', 'handed_over'))
BEGIN SELECT RAISE(ABORT, 'approved content never changes'); END;
