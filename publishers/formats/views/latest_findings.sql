from findings
semi join latest_inspections using (report_id)
