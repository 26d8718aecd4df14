// One program for the control plane and Helm of a rehearsal. Its name, or its first argument, says what it is:
// etcd, kube-apiserver, kube-controller-manager or helm. One build shares what the four have in common.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/etcdmain"
	helm "helm.sh/helm/v4/pkg/cmd"
	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	name, args := filepath.Base(os.Args[0]), os.Args[1:]
	if run, known := programs[name]; known {
		os.Exit(run(args))
	}
	if len(args) > 0 {
		if run, known := programs[args[0]]; known {
			os.Args = args
			os.Exit(run(args[1:]))
		}
	}
	fmt.Fprintln(os.Stderr, "usage: etcd | kube-apiserver | kube-controller-manager | helm, as the name or the first argument")
	os.Exit(2)
}

var programs = map[string]func(args []string) int{
	"etcd": func(args []string) int {
		etcdmain.Main(append([]string{"etcd"}, args...))
		return 0
	},
	"kube-apiserver": func(args []string) int {
		command := apiserver.NewAPIServerCommand()
		command.SetArgs(args)
		return cli.Run(command)
	},
	"kube-controller-manager": runControllers,
	"helm":                    runHelm,
}

func runHelm(args []string) int {
	command, err := helm.NewRootCmd(os.Stdout, args, helm.SetupLogging)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		return 1
	}
	if err := command.Execute(); err != nil {
		return 1
	}
	return 0
}
