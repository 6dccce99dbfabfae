-- The permissions that matter first, over all tenants: duckdb < findings.sql, in the directory with `findings/`.
-- Only these fields are read, in one pass.
CREATE TABLE lines AS
SELECT * FROM read_json('findings/part-*', format = 'newline_delimited', columns = {
  type: 'VARCHAR', outcome: 'VARCHAR', rule: 'VARCHAR', module: 'VARCHAR', "function": 'VARCHAR',
  operation: 'VARCHAR', risk: 'STRUCT(severity VARCHAR)'
});

-- Roles by result.
SELECT outcome, count(*) AS roles
FROM lines WHERE type = 'role'
GROUP BY outcome ORDER BY roles DESC;

-- Excessive permissions by severity.
SELECT risk.severity AS severity, module, function, operation, count(*) AS roles
FROM lines WHERE type = 'finding' AND rule IN ('excess-level', 'excess-function')
GROUP BY ALL ORDER BY roles DESC LIMIT 20;
