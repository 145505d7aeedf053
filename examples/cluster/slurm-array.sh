#!/bin/bash
# Explains a data set on a Slurm cluster: one shard for each task of an array, then one job that joins them.
#
#   MODEL=model.xml SOURCE=/data/photos RUN=/data/runs/photos SHARDS=16 ./slurm-array.sh
#
# A task that is ended (time limit, preemption, a node that fails) is put back into the queue and goes on where it was.
set -euo pipefail
: "${MODEL:?}" "${SOURCE:?}" "${RUN:?}" "${SHARDS:?}"
export MODEL SOURCE RUN SHARDS

array=$(sbatch --parsable --job-name=vinoscope --array="0-$((SHARDS - 1))" --cpus-per-task="${CPUS:-4}" \
    --mem="${MEMORY:-4G}" --time="${TIME:-04:00:00}" --requeue --open-mode=append --export=ALL <<'TASK'
#!/bin/bash
set -euo pipefail
exec vinoscope run "$MODEL" "$SOURCE" -o "$RUN.parts/$SLURM_ARRAY_TASK_ID" --shard "$SLURM_ARRAY_TASK_ID/$SHARDS" --quiet
TASK
)

# A task ends with 3 where single images failed: afterany, and merge checks that all shards are complete.
sbatch --job-name=vinoscope-merge --dependency="afterany:${array%%;*}" --time=01:00:00 --export=ALL <<'MERGE'
#!/bin/bash
set -euo pipefail
exec vinoscope merge "$RUN.parts"/* -o "$RUN"
MERGE
