{{/* Where the Pod may run, and under which account. */}}
{{- define "neo4j.scheduling" -}}
dnsPolicy: {{ .Values.podSpec.dnsPolicy | default "ClusterFirst" }}
{{- with .Values.podSpec.serviceAccountName }}
serviceAccountName: {{ . | quote }}
{{- end }}
{{- with .Values.podSpec.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.podSpec.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.podSpec.topologySpreadConstraints }}
topologySpreadConstraints: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.image.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- $affinity := dict -}}
{{- with .Values.podSpec.nodeAffinity -}}
  {{- $_ := set $affinity "nodeAffinity" . -}}
{{- end -}}
{{- with .Values.podSpec.podAntiAffinity -}}
  {{- $rule := . -}}
  {{- if kindIs "bool" . -}}
    {{- $labels := dict "app" (include "neo4j.name" $) "helm.neo4j.com/pod_category" "neo4j-instance" -}}
    {{- $rule = dict "requiredDuringSchedulingIgnoredDuringExecution" (list (dict "labelSelector" (dict "matchLabels" $labels) "topologyKey" "kubernetes.io/hostname")) -}}
  {{- end -}}
  {{- $_ := set $affinity "podAntiAffinity" $rule -}}
{{- end -}}
{{- with $affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "neo4j.probe" -}}
tcpSocket:
  port: 7687
{{ toYaml . }}
{{- end -}}

{{/* Containers of the user's own; the image defaults to Neo4j's. Takes { containers, root }. */}}
{{- define "neo4j.extraContainers" -}}
{{- $containers := list -}}
{{- range .containers -}}
  {{- if or (not $.root.Values.neo4j.offlineMaintenanceModeEnabled) .enabledInOfflineMaintenanceMode -}}
    {{- $container := omit . "enabledInOfflineMaintenanceMode" -}}
    {{- if not $container.image -}}
      {{- $_ := set $container "image" (include "neo4j.image" $.root) -}}
    {{- end -}}
    {{- $containers = append $containers $container -}}
  {{- end -}}
{{- end -}}
{{- toYaml $containers -}}
{{- end -}}

{{/* Volumes whose files are to be given to Neo4j's user, as `chown` needs root. */}}
{{- define "neo4j.ownedVolumes" -}}
{{- $names := list -}}
{{- range $name, $volume := .Values.volumes -}}
  {{- if (get $volume $volume.mode | default dict).setOwnerAndGroupWritableFilePermissions -}}
    {{- $names = append $names $name -}}
  {{- end -}}
{{- end -}}
{{- join " " $names -}}
{{- end -}}

{{- define "neo4j.ownVolumes" -}}
- name: set-volume-permissions
  image: {{ include "neo4j.image" . | quote }}
  env:
    - name: POD_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
  securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 }
  command: ["bash", "-euc", "for name in {{ include "neo4j.ownedVolumes" . }}; do chown -R {{ .Values.securityContext.runAsUser }}:{{ .Values.securityContext.runAsGroup }} /$name; chmod -R g+rwx /$name; done"]
  volumeMounts: {{- include "neo4j.folderMounts" . | nindent 4 }}
{{- end -}}
