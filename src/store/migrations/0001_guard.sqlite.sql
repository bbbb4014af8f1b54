-- SQLite only: the chain grows at its end and nowhere else, and an approved
-- transcription stays as it is, whoever holds the connection.  REPLACE deletes
-- without a word to delete triggers, so inserts are looked at as well.
CREATE TRIGGER journal_grows BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + coalesce((SELECT MAX(seq) FROM journal
                              WHERE chain = NEW.chain), 0)
BEGIN SELECT RAISE(ABORT, 'the journal grows at its end'); END;
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
CREATE TRIGGER transcription_enters BEFORE INSERT ON transcription
WHEN EXISTS (SELECT 1 FROM transcription AS t
             JOIN work AS w ON w.cell = t.cell AND w.entry = t.entry
             WHERE t.cell = NEW.cell AND t.entry = NEW.entry
             AND t.pass = NEW.pass AND w.state IN ('approved', 'handed_over'))
BEGIN SELECT RAISE(ABORT, 'approved content never changes'); END;
CREATE TRIGGER work_stays BEFORE UPDATE ON work
WHEN OLD.state IN ('approved', 'handed_over')
 AND NEW.state NOT IN (OLD.state, 'handed_over')
BEGIN SELECT RAISE(ABORT, 'approved work never goes back'); END;
CREATE TRIGGER work_keeps BEFORE DELETE ON work
BEGIN SELECT RAISE(ABORT, 'work is never deleted'); END;
