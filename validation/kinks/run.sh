#!/bin/sh
# Runs pab and filippov on networks of every kind and prints a table of their differences;
# exit code 1 where one is more than ten times the tolerance of pab.
cd "$(dirname "$0")/../.." || exit 2
log=$(mktemp)
export GRADFLOW_SLOW=1
dotnet test tests/Flow.Experiments.Tests -c Release --nologo \
    --filter FullyQualifiedName~KinkedNetworksTests --logger "console;verbosity=detailed" > "$log"
status=$?
echo "| network | t | crossings | slides | evaluations of pab | of filippov | largest difference |"
echo "|---|---|---|---|---|---|---|"
grep -o 'case: |.*' "$log" | sed 's/^case: //' | sort -u
rm -f "$log"
exit $status
