package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/cert"
	"k8s.io/component-base/version"
	"k8s.io/controller-manager/pkg/informerfactory"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/garbagecollector"
	"k8s.io/kubernetes/pkg/controller/namespace"
	"k8s.io/kubernetes/pkg/controller/statefulset"
	"k8s.io/kubernetes/pkg/controller/volume/pvcprotection"
)

// What kube-controller-manager does for a rehearsal: the four controllers without which `up`, a rolling restart or
// `destroy` would not finish. Its flags are those of the real one; of the others it takes what it is given and needs nothing.
func runControllers(args []string) int {
	flags := flag.NewFlagSet("kube-controller-manager", flag.ContinueOnError)
	printVersion := flags.Bool("version", false, "print the version")
	kubeconfig := flags.String("kubeconfig", "", "credentials of the controllers")
	address := flags.String("bind-address", "127.0.0.1", "address of /healthz")
	port := flags.Int("secure-port", 0, "port of /healthz")
	certificates := flags.String("cert-dir", ".", "folder of the certificate of /healthz")
	qps := flags.Float64("kube-api-qps", 20, "requests per second to the API server")
	burst := flags.Int("kube-api-burst", 30, "requests at once to the API server")
	for _, ignored := range []string{"controllers", "leader-elect", "use-service-account-credentials", "profiling"} {
		flags.String(ignored, "", "as the real kube-controller-manager takes it; without effect here")
	}
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *printVersion {
		fmt.Println("Kubernetes", version.Get())
		return 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err == nil {
		config.QPS, config.Burst = float32(*qps), *burst
		err = startControllers(ctx, config)
	}
	if err == nil {
		err = serveHealth(ctx, net.JoinHostPort(*address, strconv.Itoa(*port)), *certificates)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kube-controller-manager:", err)
		return 1
	}
	return 0
}

func startControllers(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	objects, err := metadata.NewForConfig(config)
	if err != nil {
		return err
	}
	typed := informers.NewSharedInformerFactory(client, 12*time.Hour)
	untyped := metadatainformer.NewSharedInformerFactory(objects, 12*time.Hour)
	started := make(chan struct{})

	core, apps := typed.Core().V1(), typed.Apps().V1()
	namespaces := namespace.NewNamespaceController(ctx, client, objects, client.Discovery().ServerPreferredNamespacedResources,
		core.Namespaces(), 5*time.Minute, v1.FinalizerKubernetes)
	sets := statefulset.NewStatefulSetController(ctx, core.Pods(), apps.StatefulSets(), core.PersistentVolumeClaims(),
		apps.ControllerRevisions(), client)
	claims, err := pvcprotection.NewPVCProtectionController(klog.FromContext(ctx), core.PersistentVolumeClaims(), core.Pods(), client)
	if err != nil {
		return err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client.Discovery()))
	garbage, err := garbagecollector.NewGarbageCollector(ctx, client, objects, mapper, garbagecollector.DefaultIgnoredResources(),
		informerfactory.NewInformerFactory(typed, untyped), started)
	if err != nil {
		return err
	}

	go namespaces.Run(ctx, 10)
	go sets.Run(ctx, 5)
	go claims.Run(ctx, 2)
	go garbage.Run(ctx, 20, 30*time.Second)
	go garbage.Sync(ctx, client.Discovery(), 30*time.Second)
	typed.Start(ctx.Done())
	untyped.Start(ctx.Done())
	close(started)
	return nil
}

// Answers /healthz over TLS until the context ends, with a certificate of its own as the real one makes it.
func serveHealth(ctx context.Context, address, directory string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	certificate, key, err := cert.GenerateSelfSignedCertKey(host, []net.IP{net.ParseIP(host)}, nil)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	file := func(suffix string) string { return filepath.Join(directory, "kube-controller-manager."+suffix) }
	if err := os.WriteFile(file("key"), key, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(file("crt"), certificate, 0o600); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	server := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.ListenAndServeTLS(file("crt"), file("key")); err != http.ErrServerClosed {
		return err
	}
	return nil
}
