{{/*
The pod of a service. Takes root, service, settings (of the stage or the gateway), packs (those it mounts) and, for stages, pack.

Grace: running work (drainSeconds), withdrawing marks (5 s), closing consumers (30 s), closing HTTP (5 s), and 10 s to spare.
*/}}
{{- define "calotype.pod" -}}
{{- $gpu := dig "gpu" "count" 0 .settings | int -}}
metadata:
  labels:
    {{- include "calotype.labels" . | nindent 4 }}
spec:
  serviceAccountName: {{ include "calotype.name" .root }}-{{ .service }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add (dig "drainSeconds" 20 .settings) 50 }}
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ .root.Values.user }}
    runAsGroup: {{ .root.Values.user }}
    fsGroup: {{ .root.Values.user }}
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with .settings.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  topologySpreadConstraints:
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "calotype.selector" $ | nindent 10 }}
    {{- end }}
  {{- include "calotype.packFetchers" . | nindent 2 }}
  containers:
    - name: {{ .service }}
      image: {{ .root.Values.image.repository }}/{{ .service }}-service:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}{{ if gt $gpu 0 }}-cuda{{ end }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      {{- include "calotype.containerSecurity" . | nindent 6 }}
      env:
        {{- include "calotype.env" . | nindent 8 }}
      ports:
        - name: http
          containerPort: {{ include "calotype.port" .service }}
      # A start reads and hashes the whole pack.
      startupProbe:
        httpGet: {path: /q/health/started, port: http}
        periodSeconds: 5
        timeoutSeconds: 6
        failureThreshold: 120
      readinessProbe:
        httpGet: {path: /q/health/ready, port: http}
        periodSeconds: 10
        timeoutSeconds: 6
        failureThreshold: 3
      livenessProbe:
        httpGet: {path: /q/health/live, port: http}
        periodSeconds: 10
        timeoutSeconds: 6
        failureThreshold: 6
      resources:
        {{- $resources := deepCopy .settings.resources }}
        {{- if gt $gpu 0 }}
        {{- $_ := set $resources "limits" (merge (dict .settings.gpu.resource $gpu) ($resources.limits | default dict)) }}
        {{- end }}
        {{- toYaml $resources | nindent 8 }}
      volumeMounts:
        - name: temporary
          mountPath: /tmp
        {{- range .packs }}
        - name: pack-{{ include "calotype.slug" .name }}
          mountPath: /packs/{{ .name }}
          {{- with .source.volume }}
          subPath: {{ .subPath }}
          {{- end }}
          readOnly: true
        {{- end }}
        {{- if .root.Values.kafka.caSecret }}
        - name: kafka-ca
          mountPath: /etc/calotype/kafka
          readOnly: true
        {{- end }}
  volumes:
    - name: temporary
      emptyDir:
        sizeLimit: {{ .settings.temporary }}
    {{- range .packs }}
    - name: pack-{{ include "calotype.slug" .name }}
      {{- if .source.volume }}
      persistentVolumeClaim:
        claimName: {{ .source.volume.claimName }}
        readOnly: true
      {{- else }}
      emptyDir: {}
      {{- end }}
    {{- end }}
    {{- with .root.Values.kafka.caSecret }}
    - name: kafka-ca
      secret:
        secretName: {{ . }}
        items:
          - key: ca.crt
            path: ca.crt
    {{- end }}
  {{- with .settings.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .settings.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .settings.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "calotype.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{/* The ports of the services' own settings. */}}
{{- define "calotype.port" -}}
{{- get (dict "gateway" "8080" "encoder" "8081" "diffusion" "8082" "decoder" "8083") . -}}
{{- end -}}

{{/*
Packs that do not lie on a volume are brought by init containers. The manifest must have the digest in the values; the service
checks every file against the manifest.
*/}}
{{- define "calotype.packFetchers" -}}
{{- $root := .root -}}
{{- $service := .service -}}
{{- $fetchers := list -}}
{{- range .packs }}{{ if not .source.volume }}{{ $fetchers = append $fetchers . }}{{ end }}{{ end -}}
{{- with $fetchers -}}
initContainers:
  {{- range . }}
  - name: pack-{{ include "calotype.slug" .name }}
    {{- if .source.image }}
    image: {{ .source.image.reference }}
    {{- else }}
    image: {{ $root.Values.packFetcher.image }}
    {{- end }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    command: [sh, -euc]
    args:
      - |
        {{- if .source.image }}
        cp -R "$FROM"/. "$TO"
        {{- else }}
        mc --config-dir /tmp/mc alias set store "$ENDPOINT" "$ACCESS_KEY" "$SECRET_KEY" > /dev/null
        mc --config-dir /tmp/mc cp --quiet --recursive "store/$FROM/" "$TO/"
        {{- end }}
        echo "$DIGEST  $TO/manifest.json" | sha256sum -c -
    env:
      - {name: TO, value: /packs/{{ .name }}}
      - {name: DIGEST, value: {{ .digest | quote }}}
      {{- if .source.image }}
      - {name: FROM, value: {{ .source.image.path }}}
      {{- else }}
      - {name: FROM, value: {{ $root.Values.store.bucket }}/{{ .source.objectStore.prefix }}}
      - {name: ENDPOINT, value: {{ $root.Values.store.endpoint | quote }}}
      - name: ACCESS_KEY
        valueFrom:
          secretKeyRef: {name: {{ get $root.Values.store.secrets $service }}, key: accessKey}
      - name: SECRET_KEY
        valueFrom:
          secretKeyRef: {name: {{ get $root.Values.store.secrets $service }}, key: secretKey}
      {{- end }}
    {{- include "calotype.containerSecurity" $ | nindent 4 }}
    resources:
      requests: {cpu: 100m, memory: 128Mi}
      limits: {memory: 512Mi}
    volumeMounts:
      - name: pack-{{ include "calotype.slug" .name }}
        mountPath: /packs/{{ .name }}
      - name: temporary
        mountPath: /tmp
  {{- end }}
{{- end -}}
{{- end -}}
