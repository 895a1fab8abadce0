INSERT INTO settings (key, value)
SELECT 'planning.purchase', value - 'days' FROM settings WHERE key = 'planning.shared'
ON CONFLICT (key) DO UPDATE SET value = settings.value || excluded.value;
UPDATE settings SET value = value - '{on,rhythm}'::text[] WHERE key = 'planning.purchase';
DELETE FROM settings WHERE key LIKE 'planning.%' AND key <> 'planning.purchase';
