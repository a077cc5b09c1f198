/// What is run inside a container to see what became of it, and on the node to
/// compare with.
///
/// Constant text: values come as positional arguments alone. Builtins of any POSIX
/// shell, `readlink`, `stat` and `uname`, whose absence costs their lines alone. One
/// `key=value` a line.
enum InsideScript {
    /// `sh -c TEXT muster HOME PATH…`: the folder that was brought along, and the
    /// paths to look at.
    static let text = """
        h=$1
        shift
        (: >"$h/begun")
        echo muster=begin
        while read -r a b c; do echo "uid-map=$a $b $c"; break; done </proc/self/uid_map
        while read -r k a b; do
          case $k in Uid:) echo "uid=$a" ;; Gid:) echo "gid=$a" ;; esac
        done </proc/self/status
        for n in pid ipc; do
          l=$(readlink /proc/self/ns/$n) && echo "$n=$l"
        done
        m=$(uname -m) && echo "machine=$m"
        if [ -r /etc/os-release ]; then
          while IFS='=' read -r k v; do
            case $k in ID) echo "os=$v" ;; VERSION_ID) echo "release=$v" ;; esac
          done </etc/os-release
        fi
        echo "environment=$MUSTER_SMOKE"
        if [ -r "$h/token" ]; then
          read -r t <"$h/token"
          echo "token=$t"
        fi
        if (echo written >"$h/written"); then echo writable=yes; fi
        for p in "$@"; do
          if [ -e "$p" ]; then
            s=$(stat -L -c %d:%i "$p") || s=-
            r=no
            w=no
            [ -r "$p" ] && r=yes
            [ -w "$p" ] && w=yes
            echo "path=$r $w $s $p"
          fi
        done
        if [ -x "$h/loop" ]; then
          read -r a c </proc/uptime
          if "$h/loop"; then
            read -r b c </proc/uptime
            echo "loop=$a $b"
          fi
        fi
        echo muster=end
        """
}
