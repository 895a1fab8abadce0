-- Who is inactive is said by churn.definition alone; what the rules of the survey said of it moves there.
INSERT INTO settings (key, value)
SELECT 'churn.definition', jsonb_build_object('inactive_days', value -> 'delay_days')
FROM settings
WHERE key = 'planning.inactive' AND jsonb_typeof(value) = 'object' AND jsonb_typeof(value -> 'delay_days') = 'number'
  -- Days that the default of 180 to be lost leaves possible.
  AND (value ->> 'delay_days')::numeric BETWEEN 1 AND 179
ON CONFLICT (key) DO NOTHING;

UPDATE settings SET value = value - '{delay_days,window_days}'::text[]
WHERE key = 'planning.inactive' AND jsonb_typeof(value) = 'object';

UPDATE settings SET value = value - 'rhythm' WHERE key LIKE 'planning.%' AND jsonb_typeof(value) = 'object';
