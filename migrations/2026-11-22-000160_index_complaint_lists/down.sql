DROP INDEX complaints_opened_idx, complaints_open_opened_idx, complaints_priority_idx, complaints_free_idx,
    complaints_severity_idx, complaints_state_idx;
