{{/* Metadata of a Service. Takes { root, name, kind, annotations, instance }. */}}
{{- define "neo4j.serviceMetadata" -}}
name: {{ .name | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  helm.neo4j.com/neo4j.name: {{ include "neo4j.name" .root | quote }}
  helm.neo4j.com/service: {{ .kind | quote }}
  {{- if .instance }}
  helm.neo4j.com/instance: {{ include "neo4j.fullname" .root | quote }}
  {{- end }}
  {{- include "neo4j.labels" .root | nindent 2 }}
{{- with .annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What a `services.*.spec` adds. Takes { name, spec }. */}}
{{- define "neo4j.serviceSpec" -}}
{{- $spec := .spec | default dict -}}
{{- range list "selector" "ports" -}}
  {{- if hasKey $spec . -}}
    {{- fail (printf "%s.spec.%s cannot be set" $.name .) -}}
  {{- end -}}
{{- end -}}
type: {{ required (printf "%s.spec.type must be specified" .name) $spec.type | quote }}
{{- with omit $spec "type" }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The ports that the server listens on, by its settings. */}}
{{- define "neo4j.serverPorts" -}}
{{- $config := .Values.config | default dict -}}
- { protocol: TCP, name: tcp-bolt, port: 7687, targetPort: 7687 }
{{- if not (index $config "server.http.enabled" | default "true" | toString | regexMatch "(?i)no|false") }}
- { protocol: TCP, name: tcp-http, port: 7474, targetPort: 7474 }
{{- end }}
{{- if or (index $config "server.https.enabled" | default "" | toString | regexMatch "(?i)yes|true") .Values.ssl.https.privateKey.secretName }}
- { protocol: TCP, name: tcp-https, port: 7473, targetPort: 7473 }
{{- end }}
{{- end -}}

{{- define "neo4j.isBackupEnabled" -}}
{{- if and (eq (include "neo4j.isEnterprise" .) "true") (not (index (.Values.config | default dict) "server.backup.enabled" | default "true" | toString | regexMatch "(?i)no|false")) -}}true{{- end -}}
{{- end -}}
