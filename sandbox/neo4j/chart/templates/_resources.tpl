{{/* The container's resources as `requests` and `limits`, refused below Neo4j's minimum. */}}
{{- define "neo4j.resources" -}}
{{- $given := .Values.neo4j.resources | default dict -}}
{{- $asked := $given.requests | default dict -}}
{{- $requests := dict "cpu" ($asked.cpu | default $given.cpu) "memory" ($asked.memory | default $given.memory) -}}
{{- range $key, $value := $requests -}}
  {{- if not ($value | toString | trim) -}}
    {{- fail (printf "Empty or missing neo4j.resources.%s value. Set it to at least %s." $key (ternary "500m" "2Gi" (eq $key "cpu"))) -}}
  {{- end -}}
{{- end -}}
{{- include "neo4j.checkCpu" ($requests.cpu | toString) -}}
{{- include "neo4j.checkMemory" ($requests.memory | toString) -}}
{{- dict "requests" $requests "limits" ($given.limits | default $requests) | toYaml -}}
{{- end -}}

{{- define "neo4j.checkCpu" -}}
{{- if not (regexMatch "^[0-9]+(\\.[0-9]+)?m?$" .) -}}
  {{- fail (printf "Invalid cpu value %s. Set neo4j.resources.cpu to at least 0.5 or 500m." .) -}}
{{- end -}}
{{- $cores := trimSuffix "m" . | float64 -}}
{{- if hasSuffix "m" . -}}{{- $cores = divf $cores 1000 -}}{{- end -}}
{{- if lt $cores 0.5 -}}
  {{- fail (printf "Provided cpu value %s is less than minimum. cpu value cannot be less than 0.5 or 500m" .) -}}
{{- end -}}
{{- end -}}

{{/* Compares gigabytes, of either base: 2G and 2Gi are both enough. */}}
{{- define "neo4j.checkMemory" -}}
{{- if not (regexMatch "^[0-9]+(\\.[0-9]+)?([EPTGMKk]i?)?$" .) -}}
  {{- fail (printf "Invalid memory value %s. Set neo4j.resources.memory to at least 2Gi or 2G." .) -}}
{{- end -}}
{{- $unit := regexFind "[EPTGMKk]" . -}}
{{- $factors := dict "E" 1e9 "P" 1e6 "T" 1e3 "G" 1.0 "M" 1e-3 "K" 1e-6 "k" 1e-6 -}}
{{- $factor := ternary (get $factors $unit) 1e-9 (ne $unit "") -}}
{{- $gigabytes := mulf (regexFind "^[0-9.]+" . | float64) $factor -}}
{{- if lt $gigabytes 2.0 -}}
  {{- fail (printf "Provided memory value %s is less than minimum. Set neo4j.resources.memory to at least 2Gi or 2G." .) -}}
{{- end -}}
{{- end -}}
