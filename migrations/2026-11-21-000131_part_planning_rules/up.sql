-- What holds for all kinds moves from the rules of purchases to a key of its own.
INSERT INTO settings (key, value)
SELECT 'planning.shared', shared.value
FROM settings s,
     LATERAL (SELECT jsonb_object_agg(field.key, field.value) AS value FROM jsonb_each(s.value) AS field
              WHERE field.key IN ('quiet_days', 'sending_from', 'sending_to', 'zone')) AS shared
WHERE s.key = 'planning.purchase' AND jsonb_typeof(s.value) = 'object' AND shared.value IS NOT NULL;

UPDATE settings SET value = value - '{quiet_days,sending_from,sending_to,zone}'::text[]
WHERE key = 'planning.purchase' AND jsonb_typeof(value) = 'object';
