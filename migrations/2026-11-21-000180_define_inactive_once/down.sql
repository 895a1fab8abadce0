-- Fields that are not set are read as the defaults; the days go back where they were said.
UPDATE settings SET value = settings.value || jsonb_build_object('delay_days', definition.value -> 'inactive_days')
FROM settings definition
WHERE settings.key = 'planning.inactive' AND definition.key = 'churn.definition'
  AND jsonb_typeof(settings.value) = 'object' AND jsonb_typeof(definition.value -> 'inactive_days') = 'number'
  AND (definition.value ->> 'inactive_days')::numeric < 180;
