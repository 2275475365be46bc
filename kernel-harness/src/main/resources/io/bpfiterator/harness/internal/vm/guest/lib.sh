# Prints a line that the host looks for on the console.
say() {
    read -r uptime rest </proc/uptime
    echo "bpf-iterator: $* at $uptime"
}
# Ends the guest: with QEMU's -no-reboot, a reset ends QEMU, and unlike a shutdown, it does not require ACPI. sync
# completes pending writes to the host's directories.
end() {
    busybox sync
    busybox reboot -f
}
# stop REASON: reports why the guest gives up, and ends it.
stop() {
    echo "bpf-iterator: stopped: $*"
    end
}
