# SPDX-License-Identifier: Apache-2.0
#
# The guard: ends holds when the host does not. It reads orders from its input, one a line, and answers each. It acts
# when the input ends, because the host did, and when a deadline passes that the host has set. See docs/reliability.md.
#
#   perl -e GUARD CYCLE LEDGER
#
# LEDGER is a file that it makes, on a tmpfs: that cannot be frozen, and is empty after a reboot, as are the holds. There
# it notes what is armed and what it did. Everything it needs is in memory or held open before anything is frozen.
#
# Orders, with words of letters, digits and ./:_-, and any other byte as %XX:
#
#   NUMBER arm APPLICATION filesystem MOUNT-POINT ST_DEV
#   NUMBER arm APPLICATION process PID START-TICKS
#   NUMBER arm APPLICATION cgroup FOLDER
#   NUMBER arm APPLICATION run LIMIT-MS PROGRAM ARGUMENT...
#   NUMBER arm APPLICATION host
#   NUMBER spare APPLICATION           the host need not be ended for its sake
#   NUMBER withdraw APPLICATION ...    an action, as it was armed: it would undo what somebody else did
#   NUMBER disarm APPLICATION          its hold is over
#   NUMBER watch MS                    a window opens: act unless it is closed by then
#   NUMBER unwatch                     it is closed
#   NUMBER end                         nothing is owed: leave
#
# Answers: NUMBER ok, or NUMBER no REASON.
use strict;
use warnings;
use Fcntl qw(O_RDONLY O_WRONLY O_CREAT O_EXCL O_APPEND O_DIRECTORY O_NOFOLLOW);

use constant DEADLINE => 'the deadline passed';
use constant FITHAW => 0xC0045878;    # linux/fs.h
use constant EINVAL => 22;            # of FITHAW: it is not frozen
use constant ENODEV => 19;            # of a cgroup's file: the cgroup is gone

my ($cycle, $place) = @ARGV;
my $host = getppid();
my $born = ticks($host);
my @armed;                            # in the order of arming
my $deadline;                         # seconds since boot, if a window is open
my $acted = '';

# whatever ends the host must not end the guard with it
setpgrp(0, 0);
$SIG{$_} = 'IGNORE' for qw(HUP INT QUIT TERM PIPE USR1 USR2 ALRM TSTP TTIN TTOU);
if (open my $score, '>', '/proc/self/oom_score_adj') { syswrite $score, '-1000' }
chdir '/';

sysopen my $ledger, $place, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 0600
  or do { syswrite STDOUT, "0 no cannot make $place: $!\n"; exit 1 };
note('guard', $$, ticks($$));
$0 = "stillframe guard of cycle $cycle";
syswrite STDOUT, "0 ok\n";

my $input = '';
while (1) {
    my $ready = '';
    vec($ready, 0, 1) = 1;
    my $left = defined $deadline ? $deadline - uptime() : undef;
    act(DEADLINE), next if defined $left && $left <= 0;
    my $found = select $ready, undef, undef, $left;
    next if $found <= 0;
    last unless sysread STDIN, $input, 4096, length $input;    # its end, or an error that no host would cause
    while ($input =~ s/^([^\n]*)\n//) {
        my ($number, @order) = map { s/%([0-9A-F]{2})/chr hex $1/ger } split / /, $1, -1;
        my $reason = obey(@order);
        syswrite STDOUT, $reason ? "$number no $reason\n" : "$number ok\n";
    }
}
act('the host ended');

sub obey {
    my ($verb, @words) = @_;
    if ($verb eq 'arm') { return arm(@words) }
    if ($verb eq 'spare') { return forget('spared', sub { $_[0]{application} eq $words[0] && $_[0]{does} eq 'host' }) }
    if ($verb eq 'withdraw') { return withdraw(@words) }
    if ($verb eq 'disarm') { return forget('disarmed', sub { $_[0]{application} eq $words[0] }) }
    if ($verb eq 'watch') { $deadline = uptime() + $words[0] / 1000; return '' }
    if ($verb eq 'unwatch') { undef $deadline; return $acted }
    if ($verb eq 'end') { unlink $place; syswrite STDOUT, "end\n"; exit 0 }
    return "unknown order $verb";
}

# Opens what the action needs, so that it means later what it means now.
sub arm {
    my ($application, $does, @words) = @_;
    return $acted if $acted;
    my %one = (number => scalar(@armed), application => $application, does => $does, words => \@words);
    if ($does eq 'filesystem') {
        my ($point, $device) = @words;
        sysopen $one{open}, $point, O_RDONLY | O_DIRECTORY | O_NOFOLLOW or return "cannot open $point: $!";
        my $there = (stat $one{open})[0];
        return "$point has the device $there, not $device" if $there != $device;
    } elsif ($does eq 'cgroup') {
        sysopen $one{open}, "$words[0]/cgroup.freeze", O_WRONLY or return "cannot open $words[0]/cgroup.freeze: $!";
    } elsif ($does eq 'run') {
        return "cannot run $words[1]" if $words[1] =~ m{^/} && !-x $words[1];
    } elsif ($does ne 'process' && $does ne 'host') {
        return "unknown action $does";
    }
    note('armed', $one{number}, $application, $does, @words) or return "cannot write $place: $!";
    push @armed, \%one;
    return '';
}

sub withdraw {
    my ($application, @action) = @_;
    my $taken = join "\0", $application, @action;
    return forget('disarmed', sub { $taken eq join "\0", $_[0]{application}, $_[0]{does}, @{ $_[0]{words} } });
}

sub forget {
    my ($what, $matches) = @_;
    for my $one (@armed) {
        next if $one->{over} || !$matches->($one);
        $one->{over} = 1;
        delete $one->{open};
        note($what, $one->{number});
    }
    return '';
}

# Every application by itself, so that one that hangs keeps no other; each last to first.
sub act {
    my ($why) = @_;
    undef $deadline;
    $acted = "the guard acted: $why";
    note('acting', time, $why);
    my %of;
    push @{ $of{ $_->{application} } }, $_ for grep { !$_->{over} } @armed;
    my @children;
    for my $application (keys %of) {
        my $child = fork;
        push @children, $child if $child;
        next if $child;
        undo($_, $why) for reverse @{ $of{$application} };
        exit 0 if defined $child;    # without a fork one after the other has to do
    }
    waitpid $_, 0 for @children;
    note('acted', time);
}

sub undo {
    my ($one, $why) = @_;
    my $does = $one->{does};
    my $failure =
        $does eq 'filesystem' ? thaw($one)
      : $does eq 'process' ? resume(@{ $one->{words} })
      : $does eq 'cgroup' ? unfreeze($one)
      : $does eq 'run' ? run(@{ $one->{words} })
      : endHost($why);
    note($failure eq '' ? ('done', $one->{number}) : ('failed', $one->{number}, $failure));
}

sub thaw {
    my ($one) = @_;
    return defined ioctl($one->{open}, FITHAW, 0) || $! == EINVAL ? '' : "FITHAW: $!";
}

# Another process that has the number now is left alone.
sub resume {
    my ($pid, $start) = @_;
    return '' if ticks($pid) ne $start;
    return kill('CONT', $pid) || !-e "/proc/$pid" ? '' : "SIGCONT: $!";
}

sub unfreeze {
    my ($one) = @_;
    return defined syswrite($one->{open}, '0') || $! == ENODEV ? '' : "cgroup.freeze: $!";
}

# With its whole process group, which is killed at the limit.
sub run {
    my ($limit, @command) = @_;
    my $child = fork;
    return "fork: $!" unless defined $child;
    if ($child == 0) {
        setpgrp(0, 0);
        $SIG{$_} = 'DEFAULT' for keys %SIG;
        if (open my $score, '>', '/proc/self/oom_score_adj') { syswrite $score, '0' }
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        no warnings 'exec';
        exec { $command[0] } @command or exit 127;
    }
    my $end = uptime() + $limit / 1000;
    while (waitpid($child, 1) == 0) {    # WNOHANG
        if (uptime() >= $end) {
            kill 'KILL', -$child, $child;
            waitpid $child, 0;
            return "it did not end within $limit ms and was killed";
        }
        select undef, undef, undef, 0.005;
    }
    return $? == 0 ? '' : $? & 127 ? 'signal ' . ($? & 127) : 'exit code ' . ($? >> 8);
}

# A hold in a session ends with the process that has the session. A host that let go of its guard, alive or not, has
# none; one that is past its deadline may.
sub endHost {
    my ($why) = @_;
    return '' if $why ne DEADLINE || ticks($host) ne $born;
    return kill('KILL', $host) ? '' : "SIGKILL: $!";
}

sub note {
    my $line = join ' ', map { s{([^A-Za-z0-9./:_-])}{sprintf '%%%02X', ord $1}ger } @_;
    return syswrite $ledger, "$line\n";
}

# Field 22 of /proc/PID/stat, see proc_pid_stat(5): counted from behind the name, which may contain anything.
sub ticks {
    my ($pid) = @_;
    open my $stat, '<', "/proc/$pid/stat" or return '';
    sysread $stat, my $line, 4096 or return '';
    return (split ' ', substr $line, rindex($line, ')') + 2)[19];
}

# Seconds since boot: no wall clock, which may be set.
sub uptime {
    open my $file, '<', '/proc/uptime' or return 0;
    sysread $file, my $line, 64;
    return (split ' ', $line)[0];
}
