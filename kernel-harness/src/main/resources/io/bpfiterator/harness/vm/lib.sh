# What the host reads on the console.
say() {
    read -r uptime rest </proc/uptime
    echo "bpf-iterator: $* at $uptime"
}
# With -no-reboot, a reset ends QEMU; it takes no ACPI. What was written to the host's directories may still be on its way.
end() {
    busybox sync
    busybox reboot -f
}
stop() {
    echo "bpf-iterator: stopped: $*"
    end
}
